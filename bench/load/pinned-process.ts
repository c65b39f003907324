import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Whether processes can be kept to cores of their own. */
export const isPinned: boolean =
  availableParallelism() > 1 && spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0;

/** A process of the measurement. */
export interface PinnedProcess {
  /** Its file. */
  readonly program: URL;
  readonly parameters?: readonly string[];
  /** As `taskset -c` takes them: `0`, or `0,1`. Where nothing can be pinned it has what cores there are. */
  readonly cores: string;
  readonly stdio: StdioOptions;
}

/** Starts a program from source on some of the machine's cores. */
export function startPinned({ program, parameters = [], cores, stdio }: PinnedProcess): ChildProcess {
  const node = [process.execPath, '--conditions=source', '--no-warnings', fileURLToPath(program), ...parameters];
  const [name = '', ...rest] = isPinned ? ['taskset', '-c', cores, ...node] : node;
  const env = { ...process.env, NODE_ENV: 'production' };
  return spawn(name, rest, { stdio, env, serialization: 'advanced' });
}

/**
 * Waits for the next message of a process.
 *
 * @throws Error when it ends before
 */
export async function answerOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const end = once(child, 'exit', { signal: ended.signal }).then(() => {
    throw new Error('a process of the measurement ended');
  });
  end.catch(() => undefined);
  try {
    const [answer] = (await Promise.race([once(child, 'message', { signal: ended.signal }), end])) as [T];
    return answer;
  } finally {
    ended.abort();
  }
}
