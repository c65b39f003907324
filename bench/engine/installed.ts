import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './built.ts';
import { root } from './machine.ts';

/** Our packages as a program has them that installed them. */
export interface Installation {
  /** The folder with `node_modules` in it. */
  readonly folder: string;
  remove(): void;
}

const published = ['package.json', 'bin', 'dist', 'schema'];

/** Builds the packages and puts what is published of them into a new folder, beside everything else that is installed here. */
export async function install(): Promise<Installation> {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@holdfast'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@holdfast' && name !== 'holdfast' && !name.startsWith('.')) {
      symlinkSync(join(root, 'node_modules', name), join(modules, name));
    }
  }
  for (const name of readdirSync(join(root, 'packages'))) {
    const target = join(modules, ...(name === 'holdfast' ? [name] : ['@holdfast', name]));
    for (const part of published) {
      const source = join(root, 'packages', name, part);
      if (existsSync(source)) cpSync(source, join(target, part), { recursive: true });
    }
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
