/** Check "size": what a page loads for a door stays within its budget, from source and as it is published. */
import { runCheck } from './report/run-check.ts';
import type { Findings, Violation } from './report/violation.ts';
import { pageBudgets, type SizeBudget } from './size/budgets.ts';
import { type BundleSize, measureBundle, type Origin } from './size/measure-bundle.ts';

/** Runs the check over the repository at `root`. */
export async function checkSize(root: string, budgets: readonly SizeBudget[] = pageBudgets): Promise<Findings> {
  const measured = await Promise.all(budgets.map((budget) => measureDoor(root, budget)));
  return {
    violations: measured.flatMap(({ violations }) => violations),
    figures: measured.map(({ figures }) => figures).join('\n'),
  };
}

async function measureDoor(root: string, budget: SizeBudget) {
  const results = await Promise.all((['source', 'dist'] as const).map((origin) => measure(root, budget, origin)));
  const tell = (which: Part): string =>
    results.map(({ origin, size }) => `${origin} ${size === undefined ? 'none' : inFigures(size[which])}`).join(', ');
  const { name, bytes, everything } = budget;
  const later = everything === undefined ? '' : `; everything: ${tell('everything')}, of ${inFigures(everything)}`;
  return {
    violations: results.flatMap((result) => faultsOf(budget, result)),
    figures: `${name}: ${tell('bytes')}, of ${inFigures(bytes)} bytes${later}`,
  };
}

type Part = 'bytes' | 'everything';

interface Result {
  readonly origin: Origin;
  readonly size: BundleSize | undefined;
}

async function measure(root: string, { code }: SizeBudget, origin: Origin): Promise<Result> {
  // A door that cannot be bundled is a fault of its own; what esbuild says about it is too long for a line.
  const size = await measureBundle(root, code, origin).catch(() => undefined);
  return { origin, size };
}

function faultsOf({ name, bytes, everything = bytes }: SizeBudget, { origin, size }: Result): readonly Violation[] {
  const file = 'tools/size/budgets.ts';
  if (size === undefined) {
    return [{ file, fault: `${name} cannot be bundled from ${origin}`, mend: 'Run npm run build, and try the import' }];
  }
  const judge = (part: Part, budget: number, verb: string): readonly Violation[] => {
    if (size[part] <= budget) return [];
    const fault = `${name} ${verb} ${inFigures(size[part])} bytes from ${origin}, budget ${inFigures(budget)}`;
    return [{ file, fault, mend: `Leave out what a page does not need; most is ${size.heaviest.join(', ')}` }];
  };
  const first = judge('bytes', bytes, 'weighs');
  return first.length > 0 ? first : judge('everything', everything, 'with all that comes later weighs');
}

function inFigures(bytes: number): string {
  return bytes.toLocaleString('en-US');
}

if (import.meta.main) await runCheck(checkSize);
