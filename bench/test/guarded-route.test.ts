import assert from 'node:assert/strict';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { test } from 'node:test';
import { derFromRaw } from '../../packages/core/src/host/der-signature.ts';
import { createBareVerifier } from '../route/bare-verify.ts';
import { shareBatches, takeRequests } from '../route/requests.ts';
import { createProofStock } from '../shr/proof-stock.ts';

test('an ES256 signature is the same one in DER, whatever its numbers begin with', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const bytes = Buffer.from('signed');
  for (let turn = 0; turn < 600; turn += 1) {
    const raw = sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    assert.ok(verify('sha256', bytes, publicKey, derFromRaw(raw)), raw.toString('hex'));
  }
});

for (const alg of ['RS256', 'ES256'] as const) {
  test(`whoever only verifies takes a proof with ${alg} as it was signed, and no other`, async () => {
    const stock = await createProofStock(alg, 1);
    const [proof] = await stock.take(1);
    const isSigned = createBareVerifier(alg, proof?.publicKey.export({ type: 'spki', format: 'pem' }) as string);
    const [request = ''] = await takeRequests(stock, 1);
    const authorization = /\r\nAuthorization: (.+)\r\n/.exec(request)?.[1] ?? '';
    assert.equal(isSigned(authorization), true);
    const middle = Math.floor(authorization.length / 3);
    const other = authorization[middle] === 'A' ? 'B' : 'A';
    assert.equal(isSigned(`${authorization.slice(0, middle)}${other}${authorization.slice(middle + 1)}`), false);
    assert.equal(isSigned(undefined), false);
  });
}

test('everybody gets the same batch in the same round', async () => {
  let made = 0;
  const batchOf = shareBatches(async () => (made += 1));
  assert.deepEqual([await batchOf(0), await batchOf(1), await batchOf(0)], [1, 2, 1]);
});
