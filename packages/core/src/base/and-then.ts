/**
 * Goes on with a value: at once where it is there, later where it is a promise. A promise that has nothing to wait for costs as much as a check,
 * and the steps of a proof that are checked are many.
 */
export function andThen<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
