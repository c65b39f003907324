import { readFileSync } from 'node:fs';

/**
 * Resident memory in MiB of a process and everything it started, as the kernel counts it; undefined where there is no `/proc`.
 *
 * @param pid - of the process that was started; a wrapper's own children do the work
 */
export function readMemory(pid: number): number | undefined {
  try {
    return residentKib(pid) / 1024;
  } catch {
    return undefined;
  }
}

function residentKib(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return own + children.reduce((sum, child) => sum + residentKib(child), 0);
}
