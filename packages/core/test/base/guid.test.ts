import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGuid } from '../../src/base/guid.ts';

test('a GUID is lower-case text with hyphens (RFC 9562 section 4)', () => {
  assert.equal(isGuid('72f988bf-86f1-41af-91ab-2d7cd011db47'), true);
  for (const other of [
    '72F988BF-86F1-41AF-91AB-2D7CD011DB47',
    '72f988bf86f141af91ab2d7cd011db47',
    '{72f988bf-86f1-41af-91ab-2d7cd011db47}',
    '72f988bf-86f1-41af-91ab-2d7cd011db47\n',
    ' 72f988bf-86f1-41af-91ab-2d7cd011db47',
    '72f988bf-86f1-41af-91ab-2d7cd011db4g',
    '',
    7,
    null,
    undefined,
    ['72f988bf-86f1-41af-91ab-2d7cd011db47'],
  ]) {
    assert.equal(isGuid(other), false, String(other));
  }
});
