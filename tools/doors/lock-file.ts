import type { Violation } from '../report/violation.ts';
import { readText } from '../repository/files.ts';
import { listPackages } from '../repository/packages.ts';

type Manifest = Readonly<Record<string, unknown>>;

const compared = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Where package-lock.json says other than a package.json: `npm ci` refuses the pair of them. */
export function lockFaults(root: string): readonly Violation[] {
  const lock = JSON.parse(readText(root, 'package-lock.json')) as {
    readonly packages: Readonly<Record<string, Manifest>>;
  };
  const folders = ['', ...listPackages(root).map(({ folder }) => `packages/${folder}`)];
  return folders.flatMap((folder) => {
    const file = folder === '' ? 'package.json' : `${folder}/package.json`;
    const manifest = JSON.parse(readText(root, file)) as Manifest;
    return compared
      .filter((field) => orderless(manifest[field]) !== orderless(lock.packages[folder]?.[field]))
      .map((field) => ({
        file,
        fault: `has other ${field} than package-lock.json`,
        mend: 'Run npm install --package-lock-only and commit both',
      }));
  });
}

function orderless(value: unknown): string {
  return JSON.stringify(Object.entries(value ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
}
