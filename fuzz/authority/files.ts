import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, DirectoryInvalid, parseDirectory } from '@holdfast/authority';
import { canary, secret } from '@holdfast/testing';
import fc from 'fast-check';
import { openFuzzAuthority } from '../artefacts/authority.ts';
import { atEnd } from '../engine/at-end.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editText, mutantsOf, textEdits } from '../mutate/text.ts';
import { keepSecret } from '../secrets/check-no-secret.ts';

const yaml = `# a directory
defaults: none
tenants:
  contoso.example:
    id: 8e1f9a0e-1111-4111-8111-5f2d3c4b5a69
    applications:
      daemon:
        secret: ${canary}
        tokenBinding: required
        accessTokenLifetimeSeconds: 3600
        grantedRoles:
          api://orders: [Orders.Read]
        redirectUris: [https://app.example/callback]
      orders-api:
        api: { appIdUri: api://orders, roles: [Orders.Read] }
    users:
      ada@contoso.example: { password: "${canary}", displayName: Ada }
resources:
  https://vault.example: { accessTokenVersion: 1 }
`;

const directory = defineTarget({
  name: 'authority/directory-file',
  shortRuns: 250,
  arbitrary: mutantsOf(
    yaml,
    yaml,
    yaml,
    yaml,
    'a: &a [*a, *a]',
    `? [${canary}]\n: {a: b`,
    '%YAML 1.2\n---\na\n---\nb',
    '{'.repeat(40),
    `!!js/function ${canary}`,
  ),
  run: async (text) => {
    const outcome = await attempt(() => parseDirectory(text, { file: 'holdfast.yaml' }));
    if (outcome.accepted) return expectComplete(outcome.value);
    expect(outcome.error instanceof DirectoryInvalid, 'refuses a file with something else than its mistakes');
    const { problems, line, column } = outcome.error;
    expect(problems.length > 0 && problems.length <= 20, 'tells no mistake, or all of them');
    expect(
      problems.every((problem) => problem.line >= 1 && problem.column >= 1) && line >= 1 && column >= 1,
      'points nowhere',
    );
  },
});

// What passed must be what the file's language can say: no field of another kind, no secret that is none.
function expectComplete(configuration: ReturnType<typeof parseDirectory>): void {
  for (const { applications = {} } of Object.values(configuration.tenants)) {
    for (const [name, { secret: held, tokenBinding, redirectUris = [] }] of Object.entries(applications)) {
      expect(/^[a-z][a-z0-9-]{0,62}$/.test(name), 'accepts a name that could leave its folder');
      expect(held === undefined || /^[!-~]{4,256}$/.test(held), 'accepts a secret that cannot be sent');
      expect([undefined, 'required', 'allowed', 'forbidden'].includes(tokenBinding), 'accepts a policy that is none');
      expect(
        redirectUris.every((uri) => /^https?:\/\//.test(uri)),
        'accepts any redirect address',
      );
    }
  }
}

const registered = defineTarget({
  name: 'authority/registered-certificate',
  shortRuns: 200,
  arbitrary: textEdits,
  run: async (edits) => {
    const { certificatePem } = await openFuzzAuthority();
    const file = 'tenants: { contoso.example: { applications: { daemon: { certificateFiles: [own.pem] } } } }';
    const pem = editText(certificatePem, edits);
    const outcome = await attempt(() => parseDirectory(file, { readFile: () => pem }));
    if (!outcome.accepted)
      return expect(outcome.error instanceof DirectoryInvalid, 'refuses a certificate in its own way');
    const pems = outcome.value.tenants['contoso.example']?.applications?.['daemon']?.certificatePems ?? [];
    expect(
      pems.length === 1 && pems.every((one) => one.startsWith('-----BEGIN CERTIFICATE-----')),
      'keeps what is no certificate',
    );
  },
});

interface DataDirectory {
  readonly path: string;
  readonly files: ReadonlyMap<string, string>;
}

let prepared: Promise<DataDirectory> | undefined;

// One data directory; each input changes one file of it, and every file is put back afterwards.
async function prepare(): Promise<DataDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-fuzz-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  await (await createAuthority({ dataDirectory: path })).close();
  const names = (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const files = new Map<string, string>();
  for (const name of names.sort()) files.set(name, await readFile(name, 'utf8'));
  for (const [name, text] of files) keepSecretsOf(name, text);
  return { path, files };
}

const dataDirectory = defineTarget({
  name: 'authority/data-directory',
  shortRuns: 12,
  arbitrary: fc.tuple(fc.nat(0xffff), textEdits),
  run: async ([chosen, edits]) => {
    prepared ??= prepare();
    const { path, files } = await prepared;
    const [name, text] = [...files][chosen % files.size] as [string, string];
    await writeFile(name, editText(text, edits));
    const outcome = await attempt(() => createAuthority({ dataDirectory: path }));
    if (outcome.accepted) await outcome.value.close();
    for (const [file, content] of files) await writeFile(file, content);
  },
});

/** Files: the directory, certificates, and what the authority keeps. */
export const fileTargets: readonly FuzzTarget[] = [directory, registered, dataDirectory];

function keepSecretsOf(name: string, text: string): void {
  if (name.endsWith('-key.pem')) keepSecret(secret('key file', text.replaceAll(/-----.*-----|\n/g, '')));
  if (!name.endsWith('.json')) return;
  const texts: string[] = [];
  JSON.parse(text, (_name, value: unknown) => {
    if (typeof value === 'string' && value.length >= 40) texts.push(value);
    return value;
  });
  for (const value of texts) {
    const isCertificate = value.includes('BEGIN CERTIFICATE');
    if (!isCertificate) keepSecret(secret('data file', value.replaceAll(/-----.*-----|\n/g, '')));
  }
}
