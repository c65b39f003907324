/** How one test ended in a runtime. */
export interface Outcome {
  /** The test file, from the root of the repository. */
  readonly file: string;
  readonly name: string;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** What went wrong, or why it was not run. */
  readonly why?: string;
}

/** What a runtime made of the suite. */
export interface Report {
  /** What the runtime says it is. */
  readonly runtime: string;
  /** Names of globals that only Node has and that were there all the same. */
  readonly nodeGlobals: readonly string[];
  readonly outcomes: readonly Outcome[];
}
