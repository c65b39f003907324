import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { repositoryRoot } from '../report/run-check.ts';
import { listPackages } from '../repository/packages.ts';

const doors = listPackages(repositoryRoot)
  .filter(({ isPrivate }) => !isPrivate)
  .flatMap(({ folder, name, doors }) =>
    Object.keys(doors).map((door) => ({ folder, specifier: name + door.slice(1) })),
  );

// Users get dist: the sources are not seen, because this Node is started without the `source` condition.
describe('published doors', () => {
  it('are built', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(repositoryRoot, 'tools', 'build.mjs')], {
      cwd: repositoryRoot,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout + stderr);
  });

  for (const { folder, specifier } of doors) {
    it(`${specifier} opens from dist and offers what the sources offer`, () => {
      assert.deepEqual(namesBehind(specifier, folder, []), namesBehind(specifier, folder, ['--conditions=source']));
    });
  }
});

function namesBehind(specifier: string, folder: string, flags: readonly string[]): unknown {
  const code = `import * as door from ${JSON.stringify(specifier)}; console.log(JSON.stringify([Object.keys(door).sort(), import.meta.resolve(${JSON.stringify(specifier)}).includes('/dist/')]));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', code], {
    // From inside the package: it finds itself and its dependencies by name.
    cwd: join(repositoryRoot, 'packages', folder),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  const [names, isBuilt] = JSON.parse(stdout) as [readonly string[], boolean];
  assert.equal(isBuilt, flags.length === 0);
  return names;
}
