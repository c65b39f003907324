import { readFile } from 'node:fs/promises';

/** How a process is told from a later one that got the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** Start time in clock ticks since boot, where the system tells it (Linux). */
  readonly startedAtTicks?: string | undefined;
}

/** Describes this process. */
export async function describeOwnProcess(): Promise<ProcessMark> {
  return { pid: process.pid, startedAtTicks: (await readStat(process.pid))?.startedAtTicks };
}

/** Reads a mark back; undefined when the text is not one. */
export function parseProcessMark(text: string): ProcessMark | undefined {
  try {
    const { pid, startedAtTicks } = JSON.parse(text) as { pid?: unknown; startedAtTicks?: unknown };
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return undefined;
    return { pid, startedAtTicks: typeof startedAtTicks === 'string' ? startedAtTicks : undefined };
  } catch {
    return undefined;
  }
}

/**
 * Tells whether the marked process still runs.
 *
 * The number alone is not enough: in a restarted container every program may be process 7 again.
 */
export async function isSameLivingProcess(mark: ProcessMark): Promise<boolean> {
  if (!isAlive(mark.pid)) return false;
  const stat = await readStat(mark.pid);
  // A killed process keeps its number until somebody asks how it ended, and in a container that may be never.
  if (stat?.state === 'Z') return false;
  const ticks = stat?.startedAtTicks;
  return ticks === undefined || mark.startedAtTicks === undefined || ticks === mark.startedAtTicks;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user answers EPERM, and it lives.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

interface ProcessStat {
  /** One letter; Z is a process that has ended and that nobody has asked about. */
  readonly state: string | undefined;
  readonly startedAtTicks: string | undefined;
}

async function readStat(pid: number): Promise<ProcessStat | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may hold blanks; the state is field 3, the start time field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], startedAtTicks: fields[19] };
  } catch {
    return undefined;
  }
}
