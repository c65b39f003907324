import type { Violation } from '../report/violation.ts';
import { resolveRelative } from '../syntax/imports.ts';
import type { ImportingFile } from './imports-go-down.ts';

/** Every cycle of imports that exist at run time, once, as the path a reader would walk. */
export function valueCycles(files: readonly ImportingFile[]): readonly Violation[] {
  const edges = new Map(files.map(({ file, imports }) => [file, valueTargets(file, imports)]));
  const done = new Set<string>();
  const cycles: Violation[] = [];
  const visit = (file: string, path: readonly string[]) => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push(describe([...path.slice(start), file]));
    if (start >= 0 || done.has(file)) return;
    for (const target of edges.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return cycles;
}

function valueTargets(file: string, imports: ImportingFile['imports']): readonly string[] {
  return imports.filter(({ typeOnly }) => !typeOnly).flatMap(({ specifier }) => resolveRelative(file, specifier) ?? []);
}

function describe(path: readonly string[]): Violation {
  const [first = ''] = path;
  return {
    file: first,
    fault: `is part of a cycle: ${path.join(' → ')}`,
    mend: 'Move what both need into a third file',
  };
}
