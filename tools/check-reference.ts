/** Check "reference": the pages of docs/api are what the docstrings say now. */
import { type DeadLink, deadLinks } from './reference/dead-links.ts';
import { buildReference, referenceFolder } from './reference/pages.ts';
import { runCheck } from './report/run-check.ts';
import type { Findings, Violation } from './report/violation.ts';
import { listFiles, readText } from './repository/files.ts';

/** Runs the check over the repository at `root`. */
export async function checkReference(root: string): Promise<Findings> {
  const wanted = await buildReference(root);
  const written = listFiles(root, referenceFolder);
  const behind = [...wanted].filter(([file, text]) => !written.includes(file) || readText(root, file) !== text);
  const left = written.filter((file) => !wanted.has(file));
  return {
    violations: [
      ...behind.map(([file]) => faultOf(file, 'is not what the docstrings say')),
      ...left.map((file) => faultOf(file, 'describes no door')),
      ...deadLinks(withErrors(root, wanted)).map(deadFault),
    ],
    figures: `${wanted.size} pages`,
  };
}

// Most links that leave the folder lead there.
function withErrors(root: string, pages: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const file = 'docs/errors.md';
  return listFiles(root, 'docs').includes(file) ? new Map([...pages, [file, readText(root, file)]]) : pages;
}

function deadFault({ file, target }: DeadLink): Violation {
  return {
    file,
    fault: `a link leads nowhere: ${target}`,
    mend: 'Mend the docstring, or bring docs/errors.md up to date',
  };
}

function faultOf(file: string, fault: string): Violation {
  return { file, fault, mend: 'Run npm run reference' };
}

if (import.meta.main) await runCheck(checkReference);
