import type { Profile, Tab } from './real-browser.ts';
import { tellWhere } from './tell-where.ts';

/** A context of any driver: tabs that share cookies and stores. */
interface DrivenContext<P> {
  newPage(): Promise<P>;
  close(): Promise<void>;
}

/** A page of any driver, as far as they agree. */
interface DrivenPage {
  url(): string;
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  evaluate(work: never, argument: never): Promise<unknown>;
  close(): Promise<void>;
}

/** What drivers do differently. */
export type DrivenActs = Pick<Tab, 'press' | 'type' | 'until' | 'popup' | 'complaints' | 'screenshot'>;

/** Describes a context of a driver; `describe` is told each page of it. */
export function describeProfile<P>(context: DrivenContext<P>, describe: (page: P) => Tab): Profile {
  return {
    async openTab(url) {
      const tab = describe(await context.newPage());
      await tab.open(url);
      return tab;
    },
    close: () => context.close(),
  };
}

/** Describes a page of a driver. */
export function describeTab(page: DrivenPage, acts: DrivenActs): Tab {
  return tellWhere({
    ...acts,
    url: () => page.url(),
    open: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    run: (work, argument) => page.evaluate(work as never, argument as never) as Promise<never>,
    close: () => page.close(),
  });
}

/** A line of the console, as every driver tells it. */
interface ConsoleLine {
  type(): string;
  text(): string;
}

/** What is complained of in a page; its driver tells what it threw, and what its console said. */
interface Complaints {
  readonly thrown: (error: unknown) => void;
  readonly said: (line: ConsoleLine) => void;
  readonly complaints: () => readonly string[];
}

/** Keeps what is complained of. */
export function keepComplaints(): Complaints {
  const kept: string[] = [];
  return {
    thrown: (error) => void kept.push(String(error)),
    said: (line) => void (line.type() === 'error' && kept.push(line.text())),
    complaints: () => kept,
  };
}
