import type { Tab } from '../launch/real-browser.ts';
import type { Ending } from '../programs/offer.ts';

/** An error of a page, with the members that its own had. */
export class PageError extends Error {
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(facts: Readonly<Record<string, unknown>>) {
    super(`${String(facts['name'])}: ${String(facts['message'])}`);
    this.facts = facts;
  }
}

/** Asks the program of a page, which may still be on its way, and gives its answer; what it threw comes as a {@link PageError}. */
export async function ask<T>(tab: Tab, name: string, argument: unknown = {}): Promise<T> {
  await tab.until(() => globalThis.program !== undefined);
  return settle(await tab.run((asked) => globalThis.program?.ask(asked.name, asked.argument), { name, argument }));
}

/** Asks for something that opens a popup; gives the popup, and the answer that comes after it. */
export async function askInPopup<T>(
  tab: Tab,
  name: string,
  argument: unknown = {},
): Promise<{ readonly popup: Tab; answer(): Promise<T> }> {
  await tab.until(() => globalThis.program !== undefined);
  const popup = await tab.popup(() =>
    tab.run((asked) => globalThis.program?.begin(asked.name, asked.argument), { name, argument }),
  );
  return { popup, answer: async () => settle(await tab.run(() => globalThis.program?.end())) };
}

function settle<T>(ending: Ending | undefined): T {
  if (ending === undefined) throw new Error('the page has no program');
  if ('error' in ending) throw new PageError(ending.error);
  return ending.value as T;
}
