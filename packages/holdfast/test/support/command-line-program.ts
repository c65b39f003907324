// Runs command lines one after another in this process: a JSON array per line in, the outcome as JSON per line out.
import { createInterface } from 'node:readline';
import { runCommandLine } from '../../src/command-line/command-line.ts';

const answer = process.stdout.write.bind(process.stdout);
const written = { stdout: '', stderr: '' };
for (const name of ['stdout', 'stderr'] as const) {
  process[name].write = (text: string | Uint8Array): boolean => {
    written[name] += String(text);
    return true;
  };
}
// Every run of `up` listens for signals, and a process usually has one.
process.setMaxListeners(0);

for await (const line of createInterface({ input: process.stdin })) {
  Object.assign(written, { stdout: '', stderr: '' });
  const code = await runCommandLine(JSON.parse(line) as string[]);
  const servers = process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
  answer(`${JSON.stringify({ code, ...written, servers })}\n`);
}
