import type { PublicExport } from '../docs/public-exports.ts';
import { ts } from '../syntax/parse.ts';

/** What an export is, in the order of a page. */
export type Group = 'Functions' | 'Classes' | 'Types' | 'Errors' | 'Constants';

/** The groups of a page, in their order. */
export const groups: readonly Group[] = ['Functions', 'Classes', 'Types', 'Errors', 'Constants'];

/** Which group an export belongs to. Types that only list the codes of an error stand with the errors. */
export function groupOf({ name, declarations }: PublicExport): Group {
  const [first] = declarations;
  if (first === undefined) return 'Types';
  if (ts.isFunctionDeclaration(first)) return 'Functions';
  // Every error extends another class.
  if (ts.isClassDeclaration(first)) return first.heritageClauses === undefined ? 'Classes' : 'Errors';
  if (ts.isVariableDeclaration(first)) return 'Constants';
  return name.endsWith('Code') ? 'Errors' : 'Types';
}
