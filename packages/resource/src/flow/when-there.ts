/**
 * Tells whether a value has to be waited for.
 *
 * Never by its class: a library such as zone.js puts another one in the place of `Promise`, and of the promises that an `async` function gives nothing is an
 * instance then. What is not recognised is not waited for, and a check that nobody waits for has passed.
 *
 * For values of our own rooms. What a store or a function of the application answers is awaited, or refused, where it comes in.
 */
export function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && (value as Partial<Promise<T>>).then !== undefined;
}

/**
 * Goes on with a value: at once if it is there, and else when its promise has it.
 *
 * A function that is `async` answers a moment later in either case. Between two requests of a server such moments cost as much as a step or two of
 * a verification, because everything that runs in them has left the processor's caches.
 *
 * @param beside - handed to `next` as it is, so that `next` can be a plain function: one that is made for each request costs as much as a promise
 */
export function whenThere<T, U, B = undefined>(
  value: T | Promise<T>,
  next: (value: T, beside: B) => U | Promise<U>,
  beside?: B,
): U | Promise<U> {
  return isPromise(value) ? later(value, next, beside as B) : next(value, beside as B);
}

function later<T, U, B>(promise: Promise<T>, next: (value: T, beside: B) => U | Promise<U>, beside: B): Promise<U> {
  return promise.then((value) => next(value, beside));
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
  return isPromise(judged) ? judged.then(pass, refuse) : pass(judged);
}

/** Gives what is judged, and words the reason against it, whether that is thrown at once or later. */
export function orRefuse<T>(judge: () => T | Promise<T>, refuse: (reason: unknown) => Promise<never>): T | Promise<T> {
  try {
    const judged = judge();
    return isPromise(judged) ? judged.catch(refuse) : judged;
  } catch (reason) {
    return refuse(reason);
  }
}
