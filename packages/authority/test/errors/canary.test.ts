import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import * as authority from '@holdfast/authority';
import {
  assertShowsNoSecret,
  canary,
  drawRsaKeysFromStock,
  type Secret,
  secret,
  secretsContract,
} from '@holdfast/testing';
import { createAdminApp } from '../../src/admin/admin-app.ts';
import { createEventStreams } from '../../src/admin/event-stream.ts';
import { createRevocationStreams } from '../../src/admin/revocation-stream.ts';
import { readStatement } from '../../src/attestation/read-statement.ts';
import { createCounters } from '../../src/counters/counters.ts';
import { createDirectory } from '../../src/directory/create-directory.ts';
import { createEventLog } from '../../src/events/event-log.ts';
import { createFaultBook } from '../../src/faults/fault-book.ts';
import { parseTokenForm } from '../../src/forms/form.ts';
import { readQuery, readVersion } from '../../src/identity-requests/read-query.ts';
import { chooseIdentity } from '../../src/identity-tokens/identity-name.ts';
import { openRevocationBook } from '../../src/revocation/revocation-book.ts';
import { createSessions } from '../../src/sessions/sessions.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';

drawRsaKeysFromStock();
const { createAuthority, parseDirectory, readDirectoryFile } = authority;
const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-canary-'));
  folders.push(folder);
  return folder;
}

const secretsOfFiles: Secret[] = [];

/** A data directory in use once, whose secrets are looked for, and in which one file was changed. */
async function damaged(file: string, change: (text: string) => string): Promise<unknown> {
  const dataDirectory = await newFolder();
  await (await createAuthority({ dataDirectory })).close();
  const path = join(dataDirectory, file);
  const text = await readFile(path, 'utf8');
  for (const [value] of text.matchAll(/[A-Za-z0-9_+/=-]{40,}/g)) secretsOfFiles.push(secret(`value of ${file}`, value));
  await writeFile(path, change(text));
  return createAuthority({ dataDirectory });
}

async function usedTwice(): Promise<unknown> {
  const dataDirectory = await newFolder();
  const first = await createAuthority({ dataDirectory });
  try {
    return await createAuthority({ dataDirectory });
  } finally {
    await first.close();
  }
}

async function foreign(): Promise<unknown> {
  const dataDirectory = await newFolder();
  await writeFile(join(dataDirectory, 'notes.txt'), canary);
  return createAuthority({ dataDirectory });
}

async function unusable(): Promise<unknown> {
  const file = join(await newFolder(), 'file');
  await writeFile(file, canary);
  return createAuthority({ dataDirectory: join(file, 'below') });
}

async function portTaken(): Promise<unknown> {
  const first = await authority.listenLoopback({ handler: () => undefined, port: 0 });
  try {
    return await authority.listenLoopback({ handler: () => undefined, port: first.port });
  } finally {
    await first.close();
  }
}

const adminKey = secret('admin key', 'a-key-of-more-than-twenty-four-characters');
const key = adminKey.needles.join('');

/** The admin service by itself; every rotation fails. */
async function askAdmin(
  method: 'GET' | 'POST',
  url: string,
  more: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string; readonly times?: number } = {},
): Promise<unknown> {
  const revocations = await openRevocationBook({
    store: createMemoryDataStore(),
    clock: Date.now,
    coverSeconds: 60,
  });
  const directory = createDirectory({ tenants: [], applications: [], identities: [], apis: [], users: [] });
  const app = await createAdminApp({
    adminKey: key,
    revocations,
    sessions: createSessions({ clock: Date.now, directory, revocations }),
    revocationStreams: createRevocationStreams(revocations),
    port: () => 8482,
    directory,
    counters: createCounters(),
    streams: createEventStreams(createEventLog({ capacity: 1, clock: Date.now })),
    faults: createFaultBook(),
    rotateKeys: () => Promise.reject(new Error(canary)),
    publish: () => undefined,
  });
  const { headers = {}, body, times = 1 } = more;
  const own = { host: 'localhost:8482', authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  let answer: unknown;
  for (let count = 0; count < times; count += 1) {
    const reply = await app.inject({
      method,
      url,
      headers: { ...own, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    answer = { ...(reply.statusCode < 300 ? {} : reply.json<object>()), headers: reply.headers };
  }
  await app.close();
  return answer;
}

const fault = JSON.stringify({ service: 'sts', status: 500, body: canary });

secretsContract('@holdfast/authority', {
  codes: Object.keys(authority.authorityErrors),
  exports: authority,
  secrets: [adminKey],
  unprovoked: {
    ERR_LISTEN_LOOPBACK: 'A machine without 127.0.0.1 cannot be had in a test; the class is that of ERR_LISTEN_PORT.',
  },
  provocations: {
    ERR_DATA_LOCKED: usedTwice,
    ERR_DATA_CORRUPT: [
      () => damaged('identities.json', () => `{"secrets":{"client daemon":"${canary}",`),
      () =>
        damaged('identities.json', (text) =>
          text.replace('"format"', `"secrets": {"x": [${JSON.stringify(canary)}]}, "format"`),
        ),
      () => damaged('identities.json', () => JSON.stringify({ secrets: { [canary]: [canary] } })),
      () => damaged('signing-keys.json', (text) => text.replaceAll('MII', canary)),
      () => damaged('certs/localhost-key.pem', () => canary),
      () => damaged('certs/localhost-key.pem', (text) => text.slice(0, 120)),
    ],
    ERR_DATA_FOREIGN: foreign,
    ERR_DATA_UNUSABLE: unusable,
    ERR_DIRECTORY_INVALID: [
      () => parseDirectory(`tenants: { contoso.example: { applications: { daemon: { secret: [${canary}] } } } }`),
      () => parseDirectory(`tenants: { contoso.example: { applications: { daemon: { ${canary}: x } } } }`),
      () => parseDirectory(`tenants: { contoso.example: { users: { ada: { password: ${canary} } } } }`),
      () => parseDirectory(`tenants: { ${canary}: {} }`),
      () => parseDirectory(`a: *${canary}`),
      () => parseDirectory(`"${canary}`),
      () =>
        parseDirectory('tenants: { contoso.example: { applications: { daemon: { certificateFiles: [x] } } } }', {
          readFile: () => canary,
        }),
    ],
    ERR_DIRECTORY_UNREADABLE: () => readDirectoryFile(join(tmpdir(), 'no', 'such', 'holdfast.yaml')),
    ERR_LISTEN_PORT: portTaken,
    ERR_TOKEN_REFUSED: [
      () => parseTokenForm(`client_secret=${canary}&client_secret=${canary}`),
      () => parseTokenForm(`client_secret=${canary}%zz`),
    ],
    ERR_IDENTITY_REFUSED: [
      () => readQuery(`/?client_id=${canary}&client_id=${canary}`),
      () => readQuery(`/?client_id=${canary}%zz`),
      () => readVersion(readQuery(`/?api-version=${canary}`), ['2018-02-01']),
      () => chooseIdentity([], { kind: 'client-id', value: canary }),
    ],
    ERR_ATTESTATION_REFUSED: [
      () => readStatement(canary, { audience: canary, at: 0 }),
      () => readStatement(`${canary}.${canary}.${canary}`, { audience: canary, at: 0 }),
    ],
    ERR_ADMIN_HOST: () => askAdmin('GET', `/${canary}`, { headers: { host: canary } }),
    ERR_ADMIN_BROWSER: () => askAdmin('GET', '/counters', { headers: { origin: `https://${canary}` } }),
    ERR_ADMIN_KEY: () => askAdmin('GET', '/counters', { headers: { authorization: `Bearer ${canary}` } }),
    ERR_ADMIN_ROUTE: () => askAdmin('GET', `/${canary}?${canary}`),
    ERR_ADMIN_REQUEST: [
      () => askAdmin('POST', '/faults', { body: `{"${canary}"` }),
      () => askAdmin('POST', '/faults', { body: JSON.stringify({ service: canary }) }),
      () => askAdmin('POST', '/faults', { body: JSON.stringify({ service: 'sts', [canary]: canary }) }),
      () => askAdmin('POST', '/faults', { body: canary, headers: { 'content-type': canary } }),
      () => askAdmin('POST', '/revoke', { body: JSON.stringify({ [canary]: canary }) }),
      () => askAdmin('POST', '/revoke', { body: JSON.stringify({ x5t: canary }) }),
      () => askAdmin('POST', '/revoke', { body: JSON.stringify({ jkt: canary, claims: canary }) }),
    ],
    ERR_ADMIN_UNKNOWN: ['user', 'application', 'identity'].map(
      (kind) => () => askAdmin('POST', '/revoke', { body: JSON.stringify({ [kind]: canary }) }),
    ),
    ERR_ADMIN_TOO_LARGE: () => askAdmin('POST', '/faults', { body: canary.repeat(3000) }),
    ERR_ADMIN_FULL: () => askAdmin('POST', '/faults', { body: fault, times: 101 }),
    ERR_ADMIN_FAILED: () => askAdmin('POST', '/keys/rotate', { body: '{}' }),
  },
});

describe('a damaged data directory', () => {
  it('is reported without a value of any of its files', async () => {
    const outcome = await damaged('identities.json', (text) => text.replace('{', '{"x":1,"x":2,')).catch(
      (error: unknown) => error,
    );
    assert.ok(outcome instanceof authority.DataCorrupt);
    assert.ok(secretsOfFiles.length > 3);
    assertShowsNoSecret(outcome, secretsOfFiles);
  });
});
