/** A test that must fail when a defence is gone: `catalogue 16`, or a test outside of the catalogue by its file and title. */
export type Witness = string | { readonly file: string; readonly title: string };

/** One defence, and what the code looks like without it. */
export interface Mutation {
  /** Unique, `package: what no longer holds`. */
  readonly name: string;
  /** The source file, from the root. */
  readonly file: string;
  /** The text that is the defence, exactly as it stands, and once in its file. */
  readonly defence: string;
  /** What stands there when the defence is gone. */
  readonly replacement: string;
  /** Every one of them must fail. */
  readonly killedBy: readonly Witness[];
}

/**
 * Takes the defence out of a text.
 *
 * @returns undefined when the defence is not there exactly once
 */
export function applyMutation(text: string, { defence, replacement }: Mutation): string | undefined {
  const at = text.indexOf(defence);
  if (at < 0 || text.includes(defence, at + 1)) return undefined;
  return text.slice(0, at) + replacement + text.slice(at + defence.length);
}
