import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { suggestName } from '../../src/shapes/suggest.ts';

describe('a suggestion', () => {
  const known = ['clientId', 'secret', 'certificate', 'certificateFiles', 'tokenBinding', 'id', 'api'];

  it('is the known name that is nearest', () => {
    const rows = [
      ['clientid', 'clientId'],
      ['client_id', 'clientId'],
      ['secrt', 'secret'],
      ['certificates', 'certificate'],
      ['certificateFile', 'certificateFiles'],
      ['tokenbinding', 'tokenBinding'],
      ['ids', 'id'],
    ];
    for (const [written, meant] of rows) assert.equal(suggestName(written!, known), meant, written);
  });

  it('is not made when nothing is near', () => {
    for (const written of ['zebra', '', 'passphrase', 'x'.repeat(10_000)])
      assert.equal(suggestName(written, known), undefined);
    assert.equal(suggestName('x', []), undefined);
  });
});
