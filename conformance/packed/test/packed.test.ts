import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { installConsumer } from '../consumer/install-consumer.ts';
import { makeFolder } from '../consumer/make-folder.ts';
import { publicPackages } from '../tarballs/build-copy.ts';
import { packAll } from '../tarballs/pack-all.ts';
import { judgeBundles } from './judge-bundles.ts';
import { judgeInstalled } from './judge-installed.ts';
import { judgeTarball } from './judge-tarball.ts';
import { judgeTypes } from './judge-types.ts';

const folder = makeFolder();
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
// Packed once, for those who look into the tarballs and for those who install them.
const tarballs = await packAll(join(folder, 'tarballs'));

it('there is a tarball for every public package', () => {
  assert.deepEqual(tarballs.map(({ name }) => name).sort(), publicPackages.map(({ name }) => name).sort());
  assert.ok(tarballs.length >= 6);
});

for (const tarball of tarballs) judgeTarball(tarball, join(folder, 'unpacked'));

const consumer = await installConsumer(tarballs);
after(() => consumer.remove());

describe('a project that installs them', { skip: consumer.missing }, () => {
  judgeInstalled(consumer.folder);
  judgeTypes(consumer.folder);
  judgeBundles(consumer.folder);
});
