/**
 * Goes on with a value: at once if it is there, and else when its promise has it.
 *
 * A function that is `async` answers a moment later in either case. Between two requests of a server such moments cost as much as a step or two of
 * a verification, because everything that runs in them has left the processor's caches.
 */
export function whenThere<T, U>(value: T | Promise<T>, next: (value: T) => U | Promise<U>): U | Promise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/**
 * Goes on with what was judged, or with why it was refused; at once, where that is known at once.
 *
 * Not caught: what `pass` and `refuse` throw.
 */
export function whenJudged<T>(
  judge: () => T | Promise<T>,
  pass: (value: T) => void,
  refuse: (reason: unknown) => void,
): void | Promise<void> {
  let judged: T | Promise<T>;
  try {
    judged = judge();
  } catch (reason) {
    return refuse(reason);
  }
  return judged instanceof Promise ? judged.then(pass, refuse) : pass(judged);
}
