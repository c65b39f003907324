import { readFileSync } from 'node:fs';
import type { ReadyLine } from './authority.ts';
import { spkiHash } from './open-browser.ts';

/** What runs. */
export interface Running {
  readonly page: string;
  readonly ready: ReadyLine;
  /** The browser that was opened; undefined where none was. */
  readonly browser: string | undefined;
}

/** Writes one line for programs. It holds the passwords of the test users. */
export function buildReadyLine({ page, ready, browser }: Running): string {
  const { sts, api, users, certs } = ready;
  const spki = spkiHash(readFileSync(certs.localhost.certFile, 'utf8'));
  return JSON.stringify({ ready: true, page, authority: sts, api, users, spki, browser });
}

/** Writes the same for people. */
export function buildWelcome({ page, ready, browser }: Running): string {
  const { sts, api } = ready;
  const lines = [
    `The example is up: ${page}`,
    '',
    `  authority   ${sts}`,
    `  sample API  ${api}`,
    `  sign in as  ${people(ready).join(', ')}, with one click`,
    '',
    ...(browser === undefined ? byHand(page, [sts, api]) : [`Opened in ${browser}, in a profile of its own.`]),
    'Ctrl-C stops it.',
  ];
  return `${lines.join('\n')}\n`;
}

function byHand(page: string, origins: readonly string[]): readonly string[] {
  return [
    'No browser was opened: one that is not Chromium, Chrome or Edge must be shown the certificate first. Visit',
    ...origins.map((origin) => `  ${origin}/`),
    `accept the warning of each once, then open ${page}`,
  ];
}

// The page asks at the tenant of its application, which knows its own people.
function people({ applications, tenants, users }: ReadyLine): readonly string[] {
  const home = applications.find(({ name }) => name === 'spa')?.tenantId;
  const domain = tenants.find(({ id }) => id === home)?.domain;
  return users.map(({ username }) => username).filter((username) => username.endsWith(`@${domain}`));
}
