import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cleanEnvironment } from './holdfast-process.ts';

/** Runs a script in a process of its own that trusts one more CA, hands it JSON, and reads the JSON it prints. */
export async function runScript<T>(
  script: URL,
  options: { readonly caFile: string; readonly input: unknown },
): Promise<T> {
  const child = spawn(process.execPath, [script.pathname], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), NODE_EXTRA_CA_CERTS: options.caFile },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(JSON.stringify(options.input));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${script.pathname} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
