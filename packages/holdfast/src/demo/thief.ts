/*
 * The thief: a process of its own. It is given captured bytes and public addresses over its standard input, holds no key but that of
 * a certificate of his own, and uses the same open libraries as everybody else.
 */
import { createInterface } from 'node:readline';
import { attempts } from './attempts.ts';
import type { ThiefReport, ThiefTask } from './loot.ts';

for await (const line of createInterface({ input: process.stdin })) {
  const task = JSON.parse(line) as ThiefTask;
  const report: ThiefReport = await attempts[task.attack](task).then(
    (outcome) => ({ attack: task.attack, ...outcome }),
    // A server that hangs up has refused, but the theatre should not call that a proper answer.
    () => ({ attack: task.attack, status: 0, stolen: false }),
  );
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
