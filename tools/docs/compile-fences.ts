import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../report/run-check.ts';
import type { Violation } from '../report/violation.ts';
import type { Fence } from './fences.ts';

/** Compiles every fence as a module of its own against the sources, and gives the compiler's complaints at their true lines. */
export function compileFences(fences: readonly Fence[]): readonly Violation[] {
  if (fences.length === 0) return [];
  // Inside the repository, so that packages are found by name; git ignores the folder.
  const folder = join(repositoryRoot, '.check', `docs-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    for (const [index, { code }] of fences.entries())
      writeFileSync(join(folder, fileName(index)), `${code}\nexport {};\n`);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    return readComplaints(compile(folder), fences);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const settings = {
  extends: '../../tsconfig.test.json',
  compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
  include: ['*.ts'],
};

function fileName(index: number): string {
  return `fence-${index}.ts`;
}

function compile(folder: string): string {
  const compiler = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
  });
  if (status !== 0 && stdout === '') throw new Error(`tsc did not run: ${stderr}`);
  return stdout;
}

function readComplaints(output: string, fences: readonly Fence[]): readonly Violation[] {
  const complaint = /^(?:.*[/\\])?fence-(\d+)\.ts\((\d+),\d+\): error (TS\d+): (.*)$/;
  return output
    .split('\n')
    .filter((line) => line.includes('error TS'))
    .map((text) => {
      const [, index, line, code, message = text] = complaint.exec(text) ?? [];
      const fence = fences[Number(index)];
      // Not in a fence: a source that the examples import does not compile.
      if (fence === undefined)
        return { file: text.split('(')[0] ?? '', fault: text, mend: 'Make the sources compile first' };
      return {
        file: fence.file,
        line: fence.line + Number(line) - 1,
        fault: `the example does not compile: ${message.replace(/\.$/, '')} (${code})`,
        mend: 'Show code that a reader can paste, imports included',
      };
    });
}
