/** The page's side of a conversation: a test asks by name, and is told how it ended. */

type Methods = Readonly<Record<string, (argument: never) => unknown>>;

/** How something ended that a page was asked for. */
export type Ending = { readonly value: unknown } | { readonly error: Readonly<Record<string, unknown>> };

/** What a page offers to whoever drives its browser. */
export interface OfferedProgram {
  /** Asks for something, and waits for its end. */
  ask(name: string, argument: unknown): Promise<Ending>;
  /** Asks for something that needs a person too: its end is waited for separately. */
  begin(name: string, argument: unknown): void;
  end(): Promise<Ending>;
}

declare global {
  // Where a test finds it.
  var program: OfferedProgram | undefined;
}

/** Offers the methods of a page, once it is ready for them. */
export function offer(methods: Methods): void {
  let begun: Promise<Ending> | undefined;
  const ask = async (name: string, argument: unknown): Promise<Ending> => {
    try {
      const method = methods[name];
      if (method === undefined) throw new Error(`this page does not offer ${name}`);
      return { value: await method(argument as never) };
    } catch (error) {
      return { error: describe(error) };
    }
  };
  globalThis.program = {
    ask,
    begin: (name, argument) => {
      begun = ask(name, argument);
    },
    end: () => begun ?? Promise.reject(new Error('nothing was begun')),
  };
}

/** What the test told the page when it was served. */
export function readSettings<S>(): S {
  return JSON.parse(document.getElementById('settings')?.textContent ?? '{}') as S;
}

// The classes of errors do not survive the way out of the page: their members do.
function describe(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) };
  return { ...JSON.parse(JSON.stringify(error)), name: error.name, message: error.message };
}
