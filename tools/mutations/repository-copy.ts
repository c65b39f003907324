import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { listPackages } from '../repository/packages.ts';

/** A copy of the packages in a temporary folder, with everything they import. */
export interface RepositoryCopy {
  readonly folder: string;
  read(file: string): string;
  write(file: string, text: string): void;
  dispose(): void;
}

const leftOut: ReadonlySet<string> = new Set(['dist', 'node_modules']);

/**
 * Copies the packages of the repository at `root`.
 *
 * Packages find one another by name through `node_modules`, where npm links the checkout: the copy has links of its own, to its own
 * packages, and links to the modules of others.
 */
export function copyRepository(root: string): RepositoryCopy {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-mutations-'));
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  cpSync(join(root, 'packages'), join(folder, 'packages'), {
    recursive: true,
    filter: (source) => !leftOut.has(basename(source)),
  });
  const own = listPackages(root);
  for (const { name, folder: packageFolder } of own) link(folder, name, join(folder, 'packages', packageFolder));
  const ownNames = new Set(own.map(({ name }) => name));
  for (const name of listModules(join(root, 'node_modules'))) {
    if (!ownNames.has(name)) link(folder, name, join(root, 'node_modules', name));
  }
  return {
    folder,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    write: (file, text) => writeFileSync(join(folder, file), text),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function link(folder: string, name: string, target: string): void {
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'junction');
}

// `name` and `@scope/name`; a repository without modules has none.
function listModules(folder: string): readonly string[] {
  return listNames(folder).flatMap((name) =>
    name.startsWith('@') ? listNames(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch {
    return [];
  }
}
