/** A property that does not hold: what the fuzzer is looking for. */
export class Finding extends Error {
  constructor(what: string, cause?: unknown) {
    super(what, cause === undefined ? undefined : { cause });
    this.name = 'Finding';
  }
}

/** A call that took too long; it may have been the machine, so it is tried again before it is told. */
export class TooSlow extends Finding {
  readonly tookMs: number;

  constructor(tookMs: number, limitMs: number) {
    super(`a call took ${tookMs.toFixed(0)} ms and may take ${limitMs.toFixed(0)}`);
    this.name = 'TooSlow';
    this.tookMs = tookMs;
  }
}

/** Fails the input unless a property holds. */
export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Finding(what);
}
