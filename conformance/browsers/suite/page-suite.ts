/** What a page offers that was loaded with the bundle of one suite. */

import { type DeclaredTest, takeTests } from '../../portable/stand-ins/node-test.ts';
import { type Ending, runTest } from '../../portable/suite/run-suite.ts';

/** A suite in a page; the functions are called from outside. */
export interface PageSuite {
  readonly tests: readonly { readonly name: string; readonly skip: false | string }[];
  run(index: number): Promise<Ending>;
}

/** Takes what the suite declared while it was evaluated. */
export function createPageSuite(): PageSuite {
  const tests = takeTests();
  return {
    tests: tests.map(({ name, skip }) => ({ name, skip })),
    run: (index) => runTest(tests[index] as DeclaredTest),
  };
}
