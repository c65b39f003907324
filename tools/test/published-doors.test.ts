import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { repositoryRoot } from '../report/run-check.ts';
import { listPackages } from '../repository/packages.ts';

const packages = listPackages(repositoryRoot)
  .filter(({ isPrivate }) => !isPrivate)
  .map(({ folder, name, doors }) => ({ folder, specifiers: Object.keys(doors).map((door) => name + door.slice(1)) }));

// Users get dist: the sources are not seen, because this Node is started without the `source` condition.
describe('published doors', () => {
  it('are built', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(repositoryRoot, 'tools', 'build.mjs')], {
      cwd: repositoryRoot,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout + stderr);
  });

  for (const { folder, specifiers } of packages) {
    describe(`of packages/${folder}`, () => {
      let sources: Offers;
      before(() => {
        sources = openAll(folder, specifiers, ['--conditions=source']);
      });

      for (const specifier of specifiers) {
        it(`${specifier} opens from dist and offers what the sources offer`, () => {
          // In a program that opens no other door: nothing may be missing that another one would have done.
          const offered = openAll(folder, [specifier], [])[specifier];
          const wanted = sources[specifier];
          assert.deepEqual([offered?.isBuilt, wanted?.isBuilt], [true, false]);
          assert.deepEqual(offered?.names, wanted?.names);
        });
      }
    });
  }
});

/** What lies behind each door, and whether it was found in dist. */
type Offers = Readonly<Record<string, { readonly names: readonly string[]; readonly isBuilt: boolean } | undefined>>;

function openAll(folder: string, specifiers: readonly string[], flags: readonly string[]): Offers {
  const code = `const offers = {};
for (const specifier of ${JSON.stringify(specifiers)}) {
  const isBuilt = import.meta.resolve(specifier).includes('/dist/');
  offers[specifier] = { names: Object.keys(await import(specifier)).sort(), isBuilt };
}
console.log(JSON.stringify(offers));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', code], {
    // From inside the package: it finds itself and its dependencies by name.
    cwd: join(repositoryRoot, 'packages', folder),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Offers;
}
