import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildCopy, publicPackages } from './build-copy.ts';
import { askNpm } from './npm.ts';

/** One package as it would be published. */
export interface Tarball {
  readonly name: string;
  /** Name of its folder under `packages`. */
  readonly folder: string;
  readonly file: string;
}

/** Builds every public package and packs it with npm into a folder. */
export async function packAll(into: string): Promise<readonly Tarball[]> {
  const copy = buildCopy();
  try {
    mkdirSync(into, { recursive: true });
    const folders = publicPackages.map(({ folder }) => join(copy, 'packages', folder));
    const { code, said } = await askNpm(copy, ['pack', ...folders, '--pack-destination', into]);
    if (code !== 0) throw new Error(`npm pack ended with ${code}: ${said}`);
    return publicPackages.map(({ name, folder, version }) => ({
      name,
      folder,
      file: join(into, tarballName(into, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)),
    }));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function tarballName(folder: string, name: string): string {
  const names = readdirSync(folder);
  if (!names.includes(name)) throw new Error(`npm packed ${names.join()}, and no ${name}`);
  return name;
}
