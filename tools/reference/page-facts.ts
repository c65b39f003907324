import type { ts } from '../syntax/parse.ts';
import type { Addresses } from './anchors.ts';
import type { CodeEntry } from './codes.ts';

/** What every section of a page is written from. */
export interface PageFacts {
  readonly addresses: Addresses;
  readonly checker: ts.TypeChecker;
  /** All error codes of the project. */
  readonly codes: ReadonlyMap<string, CodeEntry>;
  /** Names that this door offers. */
  readonly offered: ReadonlySet<string>;
}
