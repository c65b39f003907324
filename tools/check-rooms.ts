/** Check "rooms": files, functions, parameter lists and what an entry pulls in stay small enough to read. */
import { readFloorPlan } from './floors/floor-plan.ts';
import { runCheck } from './report/run-check.ts';
import type { Findings } from './report/violation.ts';
import { listFiles, readText } from './repository/files.ts';
import { listPackages, listSources, listTests } from './repository/packages.ts';
import { budgets, hasWaiver } from './rooms/budgets.ts';
import { closureFaults, measureClosure } from './rooms/closures.ts';
import { countLines, crowdedFunctions, functionLengths, type Length, overBudget } from './rooms/lengths.ts';
import { parseFile } from './syntax/parse.ts';

/** Runs the check over the repository at `root`. */
export function checkRooms(root: string): Findings {
  const tests = listTests(root);
  const tools = ['tools', 'conformance', 'examples', 'fuzz', 'bench']
    .flatMap((folder) => listFiles(root, folder))
    .filter((file) => /\.(?:ts|mjs)$/.test(file) && !tests.includes(file));
  const sources = [...listPackages(root).flatMap(({ folder }) => listSources(root, folder)), ...tools];
  const sourceLengths = fileLengths(root, sources);
  const testLengths = fileLengths(root, tests);
  const trees = sources.map((file) => parseFile(root, file));
  const functions = trees.filter((tree) => !hasWaiver(tree.text)).flatMap(functionLengths);
  const { sourceLines, testLines, functionLines } = budgets;
  const violations = [
    ...overBudget(sourceLengths, sourceLines.fail),
    ...overBudget(testLengths, testLines.fail),
    ...overBudget(functions, functionLines.fail),
    ...trees.flatMap(crowdedFunctions),
    ...readFloorPlan(root).closures.flatMap((budget) => closureFaults(measureClosure(root, budget.entry), budget)),
  ];
  const warnings = [
    ...overBudget(within(sourceLengths, sourceLines.fail), sourceLines.warn),
    ...overBudget(within(functions, functionLines.fail), functionLines.warn),
  ];
  return { violations, warnings, figures: figuresOf(sourceLengths, functions) };
}

function fileLengths(root: string, files: readonly string[]): readonly Length[] {
  return files
    .map((file) => ({ file, text: readText(root, file) }))
    .filter(({ text }) => !hasWaiver(text))
    .map(({ file, text }) => ({ file, what: 'the file', lines: countLines(text) }));
}

function within(lengths: readonly Length[], budget: number): readonly Length[] {
  return lengths.filter(({ lines }) => lines <= budget);
}

function figuresOf(files: readonly Length[], functions: readonly Length[]): string {
  const describe = (name: string, lengths: readonly Length[]) => {
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return `${sorted.length} ${name}: median ${at(0.5)} lines, p95 ${at(0.95)}, longest ${at(1)}`;
  };
  return `${describe('source files', files)}; ${describe('functions', functions)}`;
}

if (import.meta.main) await runCheck(checkRooms);
