/** Stands in for `node:assert/strict`. A test of this folder holds it against the real one. */
import { deepEqual } from './deep-equal.ts';
import { inspect } from './node-util.ts';

type Message = string | Error | undefined;
type Expected = ((error: unknown) => unknown) | RegExp | Readonly<Record<string, unknown>> | string | undefined;

/** An assertion that did not hold. */
export class AssertionError extends Error {
  readonly code = 'ERR_ASSERTION';
  override readonly name = 'AssertionError';
}

function fail(message?: Message): never {
  if (message instanceof Error) throw message;
  throw new AssertionError(message ?? 'Failed');
}

function ok(value: unknown, message?: Message): void {
  if (!value) fail(message ?? `${inspect(value)} is not true`);
}

function equal(actual: unknown, expected: unknown, message?: Message): void {
  if (!Object.is(actual, expected)) differ(actual, expected, message);
}

function notEqual(actual: unknown, expected: unknown, message?: Message): void {
  if (Object.is(actual, expected)) fail(message ?? `both are ${inspect(actual)}`);
}

/** The same as `deepEqual`, under its other name. */
export function deepStrictEqual(actual: unknown, expected: unknown, message?: Message): void {
  if (!deepEqual(actual, expected)) differ(actual, expected, message);
}

function notDeepEqual(actual: unknown, expected: unknown, message?: Message): void {
  if (deepEqual(actual, expected)) fail(message ?? `both are ${inspect(actual)}`);
}

function match(text: string, pattern: RegExp, message?: Message): void {
  if (typeof text !== 'string' || !pattern.test(text)) fail(message ?? `${inspect(text)} does not match ${pattern}`);
}

function doesNotMatch(text: string, pattern: RegExp, message?: Message): void {
  if (typeof text === 'string' && pattern.test(text)) fail(message ?? `${inspect(text)} matches ${pattern}`);
}

function throws(work: () => unknown, expected?: Expected, message?: Message): void {
  let thrown: unknown;
  try {
    work();
  } catch (error) {
    thrown = { error };
  }
  judge(thrown as Thrown, expected, message);
}

async function rejects(work: Promise<unknown> | (() => unknown), expected?: Expected, message?: Message) {
  let thrown: Thrown;
  try {
    const promise = typeof work === 'function' ? work() : work;
    if (!(promise instanceof Promise)) return fail('the function gives no promise');
    await promise;
  } catch (error) {
    thrown = { error };
  }
  judge(thrown, expected, message);
}

type Thrown = { readonly error: unknown } | undefined;

function judge(thrown: Thrown, expected: Expected, message: Message): void {
  const told = typeof expected === 'string' ? expected : message;
  if (thrown === undefined) fail(told ?? 'nothing was thrown');
  if (expected === undefined || typeof expected === 'string') return;
  const { error } = thrown;
  if (!isExpected(error, expected)) fail(told ?? `another error was thrown: ${inspect(error)}`);
}

function isExpected(error: unknown, expected: Exclude<Expected, string | undefined>): boolean {
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected !== 'function') return hasMembers(error, expected);
  if (expected.prototype !== undefined && error instanceof expected) return true;
  // An error class is never called as a judge.
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return expected === Error ? false : expected.call({}, error) === true;
}

function hasMembers(error: unknown, members: Readonly<Record<string, unknown>>): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return Reflect.ownKeys(members).every((name) => {
    const [actual, wanted] = [Reflect.get(error, name), Reflect.get(members, name)];
    if (wanted instanceof RegExp && typeof actual === 'string') return wanted.test(actual);
    return name in error && deepEqual(actual, wanted);
  });
}

function differ(actual: unknown, expected: unknown, message: Message): never {
  if (message instanceof Error) throw message;
  const difference = `${inspect(actual)} is not ${inspect(expected)}`;
  throw new AssertionError(message === undefined ? difference : `${message}: ${difference}`);
}

const assert = Object.assign((value: unknown, message?: Message): void => ok(value, message), {
  AssertionError,
  fail,
  ok,
  equal,
  notEqual,
  deepEqual: deepStrictEqual,
  notDeepEqual,
  match,
  doesNotMatch,
  throws,
  rejects,
});

// biome-ignore lint/style/noDefaultExport: `node:assert/strict` is imported by its default export.
export default assert;
