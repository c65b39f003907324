import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCatalog } from '../errors/catalogs.ts';
import { repositoryRoot } from '../report/run-check.ts';
import { readText } from '../repository/files.ts';
import { listPackages, listSources } from '../repository/packages.ts';

/*
 * Every package with error codes has a canary test over all of them: each code is brought about, or is listed with the reason why
 * not, and nothing of what brought it about may show. The tests check that of their catalogue; this one, that there is a test.
 */
const catalogs = listPackages(repositoryRoot).flatMap(({ folder }) =>
  listSources(repositoryRoot, folder)
    .filter(isCatalog)
    .flatMap((file) => [...readText(repositoryRoot, file).matchAll(/^export const (\w+)/gm)])
    .map(([, name = '']) => ({ folder, name })),
);

for (const { folder, name } of catalogs) {
  test(`packages/${folder} asks every code of ${name} whether it keeps secrets`, () => {
    const canary = readText(repositoryRoot, `packages/${folder}/test/errors/canary.test.ts`);
    assert.match(canary, new RegExp(`Object\\.keys\\((?:\\w+\\.)?${name}\\)`));
  });
}

test('there are catalogues to ask', () => {
  assert.ok(catalogs.length >= 6, `${catalogs.length}`);
});
