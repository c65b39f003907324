/** Check "text": the repository names no registry and no machine, keeps no secret and leaves no work undone. */
import { runCheck } from './report/run-check.ts';
import type { Findings } from './report/violation.ts';
import { readText } from './repository/files.ts';
import { listTrackedFiles } from './repository/tracked-files.ts';
import { forbiddenText } from './text/forbidden-text.ts';

/** Runs the check over the repository at `root`. */
export function checkText(root: string): Findings {
  const files = listTrackedFiles(root);
  return {
    violations: files.flatMap((file) => forbiddenText(file, readText(root, file))),
    figures: `${files.length} files`,
  };
}

if (import.meta.main) await runCheck(checkText);
