import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { defaultConfiguration } from '@holdfast/authority';
import { canary, secretsContract } from '@holdfast/testing';
import { AdminDoorRefused } from '../../src/errors/admin-door-refused.ts';
import { CallRefused } from '../../src/errors/call-refused.ts';
import { commandLineErrors } from '../../src/errors/catalog.ts';
import { InputRefused } from '../../src/errors/input-refused.ts';
import { RedirectUriRefused } from '../../src/errors/redirect-uri-refused.ts';
import { addRedirectUris } from '../../src/up/add-redirect-uris.ts';
import { type CommandLines, openCommandLines } from '../support/command-lines.ts';
import { temporaryFolder } from '../support/holdfast-process.ts';
import { adminProvocations } from './admin-provocations.ts';
import { toolProvocations } from './tool-provocations.ts';

let commandLines: CommandLines;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
before(async () => {
  commandLines = openCommandLines();
  folder = await temporaryFolder();
});
after(async () => {
  await commandLines.close();
  await folder.remove();
});

/** What `up` prints when it does not start: the line for programs, and everything that people see. */
async function refused(...parameters: readonly string[]): Promise<unknown> {
  const outcome = await commandLines.run([
    'up',
    '--json',
    '--port-base',
    '0',
    '--data',
    join(folder.path, 'data'),
    ...parameters,
  ]);
  const { code } = JSON.parse(outcome.stdout) as { readonly code: string };
  return { ...outcome, code };
}

secretsContract('holdfast', {
  codes: Object.keys(commandLineErrors),
  exports: { RedirectUriRefused, InputRefused, CallRefused, AdminDoorRefused },
  provocations: {
    ERR_COMMAND_LINE: [
      () => refused('--host', canary),
      () => refused('--host', `' is invalid. ${canary}`),
      () => refused('--port-base', canary),
      () => refused(`--unknown=${canary}`),
      () => refused(canary, canary),
      () => refused('--redirect-uri', canary),
      () => refused('--redirect-uri', `spa=${canary}`),
    ],
    ERR_REDIRECT_URI_ADDRESS: [
      () => refused('--redirect-uri', `spa=javascript:${canary}`),
      () => addRedirectUris(defaultConfiguration, [{ application: 'spa', uri: `https://${canary}@x/` }]),
    ],
    ERR_REDIRECT_URI_APPLICATION: () => refused('--redirect-uri', `${canary}=https://${canary}/`),
    ...toolProvocations(() => commandLines),
    ...adminProvocations,
  },
});

/** Starts that fail for what a file holds: secrets of the file are not in the report. */
secretsContract('holdfast up, for its files', {
  codes: ['ERR_DIRECTORY_INVALID', 'ERR_DATA_FOREIGN'],
  exports: {},
  provocations: {
    ERR_DIRECTORY_INVALID: [
      () =>
        configured(
          `tenants: { contoso.example: { applications: { daemon: { secret: ${canary}, kind: ${canary} } } } }`,
        ),
      () => configured(`tenants: { contoso.example: { applications: { daemon: { sceret: ${canary} } } } }`),
      () => configured(`tenants: ["${canary}`),
    ],
    ERR_DATA_FOREIGN: foreign,
  },
});

async function configured(yaml: string): Promise<unknown> {
  const file = join(folder.path, 'holdfast.yaml');
  await writeFile(file, yaml);
  return refused('--config', file);
}

async function foreign(): Promise<unknown> {
  const { path } = await temporaryFolder();
  await writeFile(join(path, 'notes.txt'), canary);
  const outcome = await refused('--data', path);
  await rm(path, { recursive: true });
  return outcome;
}
