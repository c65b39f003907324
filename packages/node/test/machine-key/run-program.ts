import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ProgramRun {
  readonly input: object;
  readonly environment: NodeJS.ProcessEnv;
  /** What manuals of the engine say: a configuration file that loads it with the process. @default false */
  readonly loadEngineAtStart?: boolean;
}

/** Runs `token-program.ts` in a process of its own, without a terminal, and gives what it printed. */
export async function runProgram({ input, environment, loadEngineAtStart }: ProgramRun): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-program-'));
  const file = join(folder, 'openssl.cnf');
  writeFileSync(
    file,
    `nodejs_conf = init
[init]
engines = engines
[engines]
pkcs11 = pkcs11
[pkcs11]
engine_id = pkcs11
dynamic_path = ${environment['OPENSSL_ENGINES']}/pkcs11.so
MODULE_PATH = ${environment['PKCS11_MODULE_PATH']}
init = 0
`,
  );
  const flags = ['--conditions=source', ...(loadEngineAtStart === true ? [`--openssl-config=${file}`] : [])];
  const program = join(import.meta.dirname, 'token-program.ts');
  const child = spawn(process.execPath, [...flags, program], {
    env: { ...environment, INPUT: JSON.stringify(input) },
    stdio: ['ignore', 'pipe', 'ignore'],
    // No terminal to ask for a PIN on.
    detached: true,
    timeout: 20_000,
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child, 'close');
  rmSync(folder, { recursive: true });
  return JSON.parse(said);
}
