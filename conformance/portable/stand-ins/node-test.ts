/*
 * Stands in for `node:test` where there is no Node: the names that the suites use, and no others, so that a suite which needs more is
 * refused by the bundler. Tests are collected while their file is evaluated and run afterwards, one at a time.
 */
import type { Mock } from './mock.ts';

/** What a test is given. */
export interface TestContext {
  readonly mock: Mock;
}

type Body = (context: TestContext) => unknown;
type Conditions = { readonly skip?: boolean | string | undefined };
type Declaration<B> = (name: string, second?: Conditions | B, third?: B) => void;

/** A test as it was declared. */
export interface DeclaredTest {
  /** Its name, behind the names of the groups around it. */
  readonly name: string;
  /** Why it is not run, or false. */
  readonly skip: false | string;
  readonly body: Body;
}

const state = { path: [] as readonly string[], skip: false as false | string, tests: [] as readonly DeclaredTest[] };

/** Hands over what was declared since the last call: the tests of one file. */
export function takeTests(): readonly DeclaredTest[] {
  const { tests } = state;
  state.tests = [];
  return tests;
}

/** A group of tests. */
export const describe: Declaration<() => unknown> = (name, second, third) => {
  const { path, skip } = state;
  const group = read(second, third);
  Object.assign(state, { path: [...path, name], skip: skip || group.skip });
  try {
    // What is declared after a pause would belong to nobody.
    if (group.body() instanceof Promise) throw new Error(`${name}: a describe that waits`);
  } finally {
    Object.assign(state, { path, skip });
  }
};

/** One test. */
export const it: Declaration<Body> = (name, second, third) => {
  const { skip, body } = read(second, third);
  const test = { name: [...state.path, name].join(' › '), skip: state.skip || skip, body };
  state.tests = [...state.tests, test];
};

export const test: Declaration<Body> = it;
export const suite: Declaration<() => unknown> = describe;

function read<B>(second?: Conditions | B, third?: B): { readonly skip: false | string; readonly body: B } {
  const { skip = false } = typeof second === 'object' && second !== null ? (second as Conditions) : {};
  const body = typeof second === 'function' ? second : third;
  if (body === undefined) throw new Error('a test without a body');
  return { skip: skip === true ? 'skipped' : skip, body };
}
