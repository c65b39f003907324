import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateNodeKey } from '@holdfast/node';
import { canary, type Provocation } from '@holdfast/testing';
import { parseHeaderLine } from '../../src/call/header-lines.ts';
import { holdToken } from '../../src/call/held-token.ts';
import { showResponse } from '../../src/call/show-response.ts';
import { fetchKeys } from '../../src/inspect/issuer/fetch-keys.ts';
import { readQuestion } from '../../src/inspect/read-question.ts';
import { createKeyFile, readKeyFile } from '../../src/proof-key/key-file.ts';
import { readInput } from '../../src/reading/read-input.ts';
import { parseEnvText } from '../../src/settings/env-text.ts';
import { findAuthority } from '../../src/settings/find-authority.ts';
import { findSettings } from '../../src/settings/find-settings.ts';
import { forge, tokenClaims } from '../support/artefacts.ts';
import type { CommandLines } from '../support/command-lines.ts';

/** Brings every code of `holdfast token`, `call` and `inspect` about, with the canary wherever a user could put a secret. */
export function toolProvocations(
  commandLines: () => CommandLines,
): Readonly<Record<string, Provocation | readonly Provocation[]>> {
  const run = async (...parameters: readonly string[]): Promise<unknown> => {
    const outcome = await commandLines().run([...parameters, '--json']);
    const { code } = JSON.parse(outcome.stdout) as { readonly code: string };
    return { ...outcome, code };
  };
  return {
    ERR_INPUT_UNREADABLE: [
      () => readInput(`/nowhere/${canary}`, { name: '--x', maxBytes: 10 }),
      () => run('token', '--scope', canary, '--env-file', canary),
      () => run('inspect', '--key-set', canary, canary),
    ],
    ERR_INPUT_TOO_LARGE: () => withFile(canary.repeat(4), (path) => readInput(path, { name: '--x', maxBytes: 10 })),
    ERR_SETTINGS_AUTHORITY: () => findSettings({ authority: `https://${canary}.example/${canary}` }, {}),
    ERR_SETTINGS_CREDENTIAL: [
      () => findSettings({ authority: 'https://login.example/t', clientId: canary, cert: canary }, {}),
      () => run('token', '--authority', 'https://login.example/t', '--client-id', canary, '--scope', canary),
    ],
    ERR_SETTINGS_VALUE: [
      () => findAuthority({ authority: canary }, {}),
      () => parseHeaderLine(canary),
      () => parseHeaderLine(`Authorization: Bearer ${canary}`),
      () => readQuestion({ at: canary }, {}),
      () => readQuestion({ url: canary }, {}),
      () => run('call', `${canary} ${canary}`, 'https://localhost/', '--token-file', canary),
      () => run('call', 'GET', `http://${canary}/`),
      () => run('token', '--key', canary, '--scheme', 'bearer'),
    ],
    ERR_ENV_FILE: () => parseEnvText(`AZURE_CLIENT_SECRET="${canary}"`),
    ERR_KEY_FILE_EXISTS: () => withFile(canary, (path) => createKeyFile(path, 'ES256')),
    ERR_KEY_FILE_UNUSABLE: () => withFile(`-----BEGIN PRIVATE KEY-----\n${canary}\n`, (path) => readKeyFile(path)),
    ERR_HELD_TOKEN: () => holdToken({ accessToken: `${canary} ${canary}`, key: undefined, isBearer: true }),
    ERR_HELD_TOKEN_KEY: async () => holdToken({ accessToken: await boundToken(), key: undefined, isBearer: true }),
    ERR_HELD_TOKEN_UNBOUND: () => holdToken({ accessToken: canary, key: undefined, isBearer: false }),
    ERR_HELD_TOKEN_CLAIMS: async () => {
      const client = await holdToken({ accessToken: canary, key: undefined, isBearer: true });
      return client.acquireTokenForClient({ scopes: [canary], claims: canary });
    },
    ERR_CALL_UNREACHABLE: () =>
      withFile(canary, (path) =>
        run('call', 'GET', `https://localhost:1/${canary}`, '--token-file', path, '--scheme', 'bearer'),
      ),
    ERR_CALL_TIMEOUT: () =>
      withFile(canary, (path) =>
        hangs((port) =>
          run(
            'call',
            'GET',
            `https://localhost:${port}/${canary}`,
            '--token-file',
            path,
            '--scheme',
            'bearer',
            '--max-time',
            '1',
          ),
        ),
      ),
    ERR_CALL_BODY_TOO_LARGE: () =>
      showResponse(new Response(canary.repeat(300_000)), { include: false, json: true, steps: [] }),
    ERR_KEYS_UNAVAILABLE: () => fetchKeys('https://localhost:1/contoso.example', undefined),
  };
}

async function boundToken(): Promise<string> {
  const key = await generateNodeKey('ES256');
  return forge({ alg: 'ES256' }, { ...tokenClaims, name: canary, cnf: { kid: key.thumbprint } }, key);
}

async function withFile<T>(text: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-test-'));
  const path = join(folder, 'file');
  await writeFile(path, text);
  try {
    return await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

// A server that takes the connection and never says a word.
async function hangs<T>(use: (port: number) => Promise<T>): Promise<T> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  try {
    return await use(typeof address === 'object' && address !== null ? address.port : 0);
  } finally {
    server.close();
  }
}
