import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root: string = fileURLToPath(new URL('../..', import.meta.url));

/** What the figures depend on beside the code. */
export interface MachineFacts {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly openssl: string;
  /** Versions of the software that is measured beside ours. */
  readonly peers: Readonly<Record<string, string>>;
}

const peerNames = [
  '@azure/identity',
  '@azure/msal-browser',
  '@azure/msal-node',
  'express',
  'express-oauth2-jwt-bearer',
  'fastify',
  'hono',
  'jose',
  'oauth4webapi',
  'oidc-provider',
  'openid-client',
  'undici',
];

/** Reads the facts of this machine; names no host, user or path. */
export function readMachine(): MachineFacts {
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    openssl: process.versions.openssl,
    peers: Object.fromEntries(peerNames.map((name) => [name, versionOf(name)])),
  };
}

function versionOf(name: string): string {
  const folders = createRequire(join(root, 'package.json')).resolve.paths(name) ?? [];
  for (const folder of folders) {
    try {
      return (JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as { version: string }).version;
    } catch {}
  }
  return 'not installed';
}
