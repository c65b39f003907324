/** One place that breaks a rule of this repository. */
export interface Violation {
  /** Path from the root of the repository, with slashes. */
  readonly file: string;
  /** One-based line, where one is to blame. */
  readonly line?: number | undefined;
  /** What is wrong, in one clause. */
  readonly fault: string;
  /** What to do about it, in one clause. */
  readonly mend: string;
}

/** What a check found; a warning is told and does not fail. */
export interface Findings {
  readonly violations: readonly Violation[];
  readonly warnings?: readonly Violation[];
  /** One line of figures worth knowing when all is well. */
  readonly figures?: string;
}
