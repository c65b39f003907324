/** One way to do what a row measures. */
export interface Contestant {
  readonly name: string;
  /** Runs one round and returns the measured figure of that round, in the row's unit. */
  readonly measure: () => Promise<number> | number;
}

/**
 * What a row must reach.
 *
 * With `against` the figure is the ratio of the speeds of the two: 1 is equal, 2 is twice as fast, or half the bytes. Without, it is
 * the contestant's own figure in the row's unit.
 */
export interface Target {
  /** Name of the contestant that is judged. */
  readonly of: string;
  /** Name of the contestant it is compared with. */
  readonly against?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A row that is ready to run. */
export interface Course {
  readonly contestants: readonly Contestant[];
  readonly targets: readonly Target[];
  /** Rounds to run; the engine's own number unless told. */
  readonly rounds?: number;
  readonly close?: () => Promise<void> | void;
  /** What a reader must know to judge the figures; printed below them. */
  readonly notes?: readonly string[];
}

/** One subject, measured for everybody who does it, in one run. */
export interface Row {
  readonly name: string;
  /** For `/s` more is better, for every other unit less. */
  readonly unit: 'µs' | 'ms' | '/s' | 'B' | 'MiB' | 'requests';
  readonly prepare: (options: { readonly quick: boolean }) => Promise<Course>;
}
