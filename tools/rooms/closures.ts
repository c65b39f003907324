import type { ClosureBudget } from '../floors/floor-plan.ts';
import type { Violation } from '../report/violation.ts';
import { readText } from '../repository/files.ts';
import { listImports, resolveRelative } from '../syntax/imports.ts';
import { parseFile } from '../syntax/parse.ts';
import { countLines } from './lengths.ts';

/** What somebody must read to know everything that an entry does. */
export interface Closure {
  readonly entry: string;
  readonly files: number;
  readonly lines: number;
}

/** Measures the files that run when `entry` is imported. */
export function measureClosure(root: string, entry: string): Closure {
  const reached = new Set([entry]);
  // A set visits what is added while it is walked.
  for (const file of reached) {
    for (const { specifier, typeOnly } of listImports(parseFile(root, file))) {
      const target = resolveRelative(file, specifier);
      if (target !== undefined && !typeOnly) reached.add(target);
    }
  }
  const lines = [...reached].reduce((sum, file) => sum + countLines(readText(root, file)), 0);
  return { entry, files: reached.size, lines };
}

/** The closure when it is over its budget. */
export function closureFaults(closure: Closure, budget: ClosureBudget): readonly Violation[] {
  if (closure.files <= budget.files && closure.lines <= budget.lines) return [];
  return [
    {
      file: closure.entry,
      fault: `runs ${closure.files} files with ${closure.lines} lines, budget ${budget.files} and ${budget.lines}`,
      mend: 'Import fewer rooms',
    },
  ];
}
