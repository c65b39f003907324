import type fc from 'fast-check';

/** One parser, or one door, under fuzz: what is thrown at it and what must hold for each input. */
export interface FuzzTarget<Input = unknown> {
  /** `package/room`, or `package/room-aspect`. */
  readonly name: string;
  /** Inputs in the short form that `npm test` runs; the long form knows no number. */
  readonly shortRuns: number;
  /** Inputs; everything random comes from here, so that a seed names an input. */
  readonly arbitrary: fc.Arbitrary<Input>;
  /** Throws when a property does not hold. */
  readonly run: (input: Input) => void | Promise<void>;
}

/** Names a target; the type of its inputs stays inside. */
export function defineTarget<Input>(target: FuzzTarget<Input>): FuzzTarget {
  return target as FuzzTarget;
}
