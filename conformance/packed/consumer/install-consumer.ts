import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../tools/report/run-check.ts';
import { readLocked } from '../tarballs/contents.ts';
import { askNpm } from '../tarballs/npm.ts';
import type { Tarball } from '../tarballs/pack-all.ts';
import { makeFolder } from './make-folder.ts';

/** A project that has installed our packages, as anybody would. */
export interface Consumer {
  readonly folder: string;
  /** Why nothing could be installed, or false. */
  readonly missing: string | false;
  remove(): void;
}

interface Locked {
  readonly version?: string;
  readonly link?: boolean;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

type LockedPackages = Readonly<Record<string, Locked>>;

/** Installs packed packages in an empty folder, with what they depend on in the versions of our own lock file. */
export async function installConsumer(tarballs: readonly Tarball[]): Promise<Consumer> {
  const folder = makeFolder();
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const missing = await installInto(folder, tarballs);
    return { folder, missing, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function installInto(folder: string, tarballs: readonly Tarball[]): Promise<string | false> {
  const { packages } = JSON.parse(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8')) as {
    readonly packages: LockedPackages;
  };
  const dependencies = {
    ...Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`])),
    ...peersOf(
      packages,
      tarballs.map((tarball) => tarball.folder),
    ),
  };
  const manifest = { name: 'consumer', private: true, type: 'module', dependencies };
  const foreign = Object.entries(packages).filter(([path, { link }]) => path.startsWith('node_modules/') && !link);
  const own = tarballs.map((tarball) => [`node_modules/${tarball.name}`, readLocked(tarball)]);
  // What the lock file has more than is needed, npm leaves out; what it has, npm does not choose anew.
  const locked = { '': manifest, ...Object.fromEntries([...own, ...foreign]) };
  const lock = { lockfileVersion: 3, requires: true, packages: locked };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  const { code, said } = await askNpm(folder, [
    'install',
    '--prefer-offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ]);
  if (code === 0) return false;
  if (!unreachable.test(said)) throw new Error(`npm install ended with ${code}: ${said}`);
  return 'npm does not reach its registry; let it, and run: npm test';
}

const unreachable =
  /code (?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ENOTCACHED)/;

// What our packages leave to their user, and the types that TypeScript needs for it.
function peersOf(packages: LockedPackages, folders: readonly string[]): Readonly<Record<string, string>> {
  const peers = folders.flatMap((folder) => Object.keys(packages[`packages/${folder}`]?.peerDependencies ?? {}));
  const wanted = [...peers, ...[...peers, 'node'].map((name) => `@types/${name}`)];
  const versions = wanted.map((name) => [name, packages[`node_modules/${name}`]?.version] as const);
  return Object.fromEntries(versions.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}
