import { HoldfastError } from '@holdfast/core';
import { authorityErrors } from './catalog.ts';

/** One mistake in a configuration file. */
export interface ConfigurationProblem {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** What is wrong, in the names of the fields; values are not repeated. */
  readonly what: string;
  /** What to do about it. */
  readonly mend: string;
}

/** The configuration file has mistakes; all that were found are listed, in the order of the file. */
export class DirectoryInvalid extends HoldfastError<'ERR_DIRECTORY_INVALID'> {
  /** The file, by the name it was given. */
  readonly file: string;
  /** Every mistake that was found, up to twenty, in the order of the file. */
  readonly problems: readonly ConfigurationProblem[];
  /** Line of the first one, counted from 1. */
  readonly line: number;
  /** Column of the first one, counted from 1. */
  readonly column: number;

  constructor(file: string, problems: readonly [ConfigurationProblem, ...ConfigurationProblem[]]) {
    const [first] = problems;
    const more = problems.length === 1 ? '' : `, and ${problems.length - 1} more`;
    super(
      'ERR_DIRECTORY_INVALID',
      { meaning: authorityErrors.ERR_DIRECTORY_INVALID.meaning, mend: first.mend },
      { detail: `${file}:${first.line}:${first.column} ${first.what}${more}` },
    );
    this.file = file;
    this.problems = problems;
    this.line = first.line;
    this.column = first.column;
  }
}

/** The configuration file is not there or must not be read. */
export class DirectoryUnreadable extends HoldfastError<'ERR_DIRECTORY_UNREADABLE'> {
  /** The file, by the name it was given. */
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super('ERR_DIRECTORY_UNREADABLE', authorityErrors.ERR_DIRECTORY_UNREADABLE, { detail: file, cause });
    this.file = file;
  }
}
