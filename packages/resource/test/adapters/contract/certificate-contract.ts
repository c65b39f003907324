import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { otherIdentity, ownIdentity } from '../../fixture/client-certificates.ts';
import { keys, mintToken } from '../../fixture/people.ts';
import type { Platform } from './guarded-api.ts';
import { judge, prove } from './judged.ts';

const certificate = await mintToken({ cnf: { 'x5t#S256': ownIdentity.thumbprint } });
const both = await mintToken({ cnf: { kid: keys.client.thumbprint, 'x5t#S256': ownIdentity.thumbprint } });

/** Tokens that are bound to a client certificate, over real TLS: the certificate of the connection decides, and no header does. */
export function certificateContract(platform: Platform): void {
  suite(`${platform.name}: tokens bound to a client certificate`, () => {
    for (const transport of platform.transports) {
      const isSeen = platform.seesTheConnection && transport !== 'http';

      test(`over ${transport}, ${isSeen ? 'the certificate decides, whatever the label' : 'all are refused'}`, async (t) => {
        const { passed, refused } = await judge(t, platform, { over: transport });
        for (const label of ['mtls_pop', 'MTLS_POP', 'Bearer']) {
          const lines = ['Authorization', `${label} ${certificate}`];
          if (isSeen) {
            const { body } = await passed('orders', { lines, identity: ownIdentity });
            assert.equal(JSON.parse(body).binding, 'certificate');
            const other = await refused({ lines, identity: otherIdentity });
            assert.deepEqual([other.status, other.outcome], [401, 'ERR_CERTIFICATE_MISMATCH']);
          } else if (transport !== 'http') {
            assert.equal((await refused({ lines, identity: ownIdentity })).outcome, 'ERR_CERTIFICATE_MISSING');
          }
          const without = await refused({ lines });
          assert.deepEqual([without.status, without.outcome], [401, 'ERR_CERTIFICATE_MISSING']);
          assert.match(without.challenges.join(), /^mtls_pop error="invalid_token"/);
        }
      });

      test(`over ${transport}, a certificate in a header is a text`, async (t) => {
        const { refused } = await judge(t, platform, { over: transport });
        const base64 = Buffer.from(ownIdentity.der).toString('base64');
        for (const [name, value] of [
          ['Client-Cert', `:${base64}:`],
          ['X-Client-Cert', encodeURIComponent(ownIdentity.certificate)],
          ['X-Forwarded-Client-Cert', `Cert="${encodeURIComponent(ownIdentity.certificate)}"`],
          ['X-ARR-ClientCert', base64],
          ['Ssl-Client-Cert', base64],
        ] as const) {
          const lines = ['Authorization', `mtls_pop ${certificate}`, name, value];
          assert.equal((await refused({ lines })).outcome, 'ERR_CERTIFICATE_MISSING', name);
          if (!isSeen) continue;
          assert.equal((await refused({ lines, identity: otherIdentity })).outcome, 'ERR_CERTIFICATE_MISMATCH', name);
        }
      });

      if (isSeen)
        test(`over ${transport}, a token bound to key and certificate needs both`, async (t) => {
          const { passed, refused } = await judge(t, platform, { over: transport });
          const proved = async () => prove({ token: both });
          const { body } = await passed('orders', { lines: await proved(), identity: ownIdentity });
          assert.equal(JSON.parse(body).binding, 'key-and-certificate');
          assert.equal((await refused({ lines: await proved() })).outcome, 'ERR_CERTIFICATE_MISSING');
          const other = await refused({ lines: await proved(), identity: otherIdentity });
          assert.equal(other.outcome, 'ERR_CERTIFICATE_MISMATCH');
          const lines = ['Authorization', `mtls_pop ${both}`];
          assert.equal((await refused({ lines, identity: ownIdentity })).outcome, 'ERR_BINDING_PROOF_MISSING');
        });
    }
  });
}
