import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cleanEnvironment } from './holdfast-process.ts';

/** A program in a process of its own that answers one question after the other. */
export interface AskedProgram {
  /** Asks, and gives the answer; rejects with what the program's own error said. */
  ask<T>(question: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** What an error in the program looked like. */
export class ProgramError extends Error {
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(facts: Readonly<Record<string, unknown>>) {
    super(String(facts['message']));
    this.name = String(facts['name']);
    this.facts = facts;
  }
}

type Answer = { readonly value: unknown } | { readonly error: Readonly<Record<string, unknown>> };

/** Starts a script that calls `answerQuestions`; it is configured by its environment, as the programs of its users are. */
export function startProgram(script: URL, environment: Readonly<Record<string, string>>): AskedProgram {
  // Without the condition, our own packages would be the ones that were built last.
  const child = fork(script, { execArgv: ['--conditions=source'], env: { ...cleanEnvironment(), ...environment } });
  const ended = once(child, 'exit');
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  return {
    async ask<T>(question: unknown): Promise<T> {
      const answered = once(child, 'message') as Promise<[Answer]>;
      child.send({ question });
      const [answer] = await Promise.race([answered, ended.then(() => Promise.reject(new Error('the program ended')))]);
      if ('error' in answer) throw new ProgramError(answer.error);
      return answer.value as T;
    },
    async stop() {
      process.off('exit', kill);
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
