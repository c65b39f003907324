import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { entraIssuers } from '@holdfast/resource';
import { readJwksFile } from '@holdfast/resource/node';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { authorityOrigin, issuerJwks, keys, mintToken, tenant } from '../fixture/people.ts';

test('an API validates offline with keys from a file', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'keys.json');
  await writeFile(file, JSON.stringify(issuerJwks));
  const issuers = entraIssuers({ authority: authorityOrigin, tenants: [tenant], jwks: await readJwksFile(file) });
  const validator = makeValidator({ proof: 'when-bound', issuers });
  assert.equal(await verdict(validator.authenticate(incoming(`Bearer ${await mintToken()}`))), 'accepted');

  await writeFile(file, JSON.stringify({ keys: [{ ...keys.issuer.jwk, kid: 'a', d: 'AAAA' }] }));
  await assert.rejects(readJwksFile(file), { code: 'ERR_JWK_PRIVATE' });
  await writeFile(file, '{"keys":[]}');
  await assert.rejects(readJwksFile(file), { code: 'ERR_JWK_SET' });
  await writeFile(file, '[]');
  await assert.rejects(readJwksFile(file), { code: 'ERR_JSON_NOT_OBJECT' });
  await writeFile(file, ' '.repeat(524_289));
  await assert.rejects(readJwksFile(file), { code: 'ERR_JSON_TOO_LARGE' });
  await assert.rejects(readJwksFile(join(folder, 'absent.json')), { code: 'ENOENT' });
});
