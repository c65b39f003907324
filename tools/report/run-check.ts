import { fileURLToPath } from 'node:url';
import type { Findings, Violation } from './violation.ts';

/** The root folder of this repository. */
export const repositoryRoot: string = fileURLToPath(new URL('../../', import.meta.url));

/** Runs one check over this repository, prints what it found and sets the exit code. */
export async function runCheck(check: (root: string) => Findings | Promise<Findings>): Promise<void> {
  const { violations, warnings = [], figures } = await check(repositoryRoot);
  for (const violation of violations) console.log(formatViolation(violation));
  for (const warning of warnings) console.log(`warning: ${formatViolation(warning)}`);
  if (figures !== undefined) console.log(figures);
  if (violations.length > 0) process.exitCode = 1;
}

/** `file:line fault. mend.` */
export function formatViolation({ file, line, fault, mend }: Violation): string {
  return `${file}${line === undefined ? '' : `:${line}`} ${fault}. ${mend}.`;
}
