import assert from 'node:assert/strict';
import { it } from 'node:test';
import { listPortableFiles, listSuiteFiles, staleExceptions } from '../bundle/test-files.ts';
import { unportable } from '../bundle/unportable.ts';

it('a test file stays in Node for a reason that still stands', () => {
  assert.deepEqual(staleExceptions(), []);
  for (const { file, why } of unportable) assert.ok(why.length > 20, `${file}: a reason is a sentence`);
});

it('nearly every test file of core and oauth runs everywhere', () => {
  assert.ok(listPortableFiles().length >= 85, `${listPortableFiles().length} of ${listSuiteFiles().length}`);
});
