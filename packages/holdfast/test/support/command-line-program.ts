// Runs command lines one after another in this process: a JSON object per line in, the outcome as JSON per line out.
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { runCommandLine } from '../../src/command-line/command-line.ts';
import type { CommandLine } from './command-lines.ts';

const { stdin: questions, stdout: answers, env: variables } = process;
const home = process.cwd();
// Every run of `up` listens for signals, and a process usually has one.
process.setMaxListeners(0);

for await (const line of createInterface({ input: questions })) {
  const { parameters, input = '', cwd = home, environment } = JSON.parse(line) as CommandLine;
  const [stdout, stderr] = [collectText(), collectText()];
  const given = Buffer.from(input);
  replace({ stdin: Readable.from(given.length === 0 ? [] : [given]), stdout: stdout.stream, stderr: stderr.stream });
  process.env = { ...variables, ...environment };
  process.chdir(cwd);
  const code = await runCommandLine(parameters);
  const servers = process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
  answers.write(`${JSON.stringify({ code, stdout: stdout.text(), stderr: stderr.text(), servers })}\n`);
}
// As `main.ts` does: a call that ran into its time leaves a connection that tries on.
process.exit();

/** What a command writes: it sees a pipe, and no terminal. */
function collectText(): { readonly stream: Writable; text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

function replace(streams: Readonly<Record<'stdin' | 'stdout' | 'stderr', Readable | Writable>>): void {
  for (const [name, value] of Object.entries(streams)) {
    Object.defineProperty(process, name, { value, configurable: true });
  }
}
