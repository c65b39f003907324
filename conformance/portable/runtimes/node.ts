import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '../suite/report.ts';
import { withFolder } from './scratch-folder.ts';

/** Runs a bundled suite in a Node of its own, without flags. */
export function runInNode(binary: string, code: string): Promise<Report> {
  return withFolder(async (folder) => {
    const suite = join(folder, 'suite.mjs');
    writeFileSync(suite, code);
    const program = `import { run } from ${JSON.stringify(pathToFileURL(suite).href)}; process.stdout.write(JSON.stringify(await run()));`;
    const { code: ended, stdout, stderr } = await runProgram(binary, ['--input-type=module', '-e', program]);
    if (ended !== 0) throw new Error(`${binary} ended with ${ended}: ${stderr}`);
    return JSON.parse(stdout) as Report;
  });
}

/** Runs a program to its end, without the environment of the test runner around it. */
export function runProgram(
  binary: string,
  parameters: readonly string[],
  cwd?: string,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const { NODE_TEST_CONTEXT: _inner, NODE_OPTIONS: _options, ...env } = process.env;
  const child = spawn(binary, parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const told = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...told }));
  });
}
