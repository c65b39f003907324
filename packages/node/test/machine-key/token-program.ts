/** Run in a process of its own: opens a key in a token, and presents a certificate for it with two pools where it is given one. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { createPkcs11KeyProvider } from '@holdfast/node/machine-key';
import { createMtlsPool } from '@holdfast/node/mtls';
import { buildMachineCertificate } from '../../src/certificate/machine-certificate.ts';

const { certificate, origin, ca, ...place } = JSON.parse(process.env['INPUT'] ?? '{}');
const keys = createPkcs11KeyProvider(place);
const outcome = await keys.current().then(
  async (key) => {
    if (certificate === undefined) return {};
    const own = buildMachineCertificate({ certificate: Buffer.from(certificate, 'base64'), key });
    const seen: string[] = [];
    for (const pool of [createMtlsPool({ ca }), createMtlsPool({ ca })]) {
      const { body } = await pool.request(own, { origin, path: '/', method: 'GET' });
      seen.push(await body.text());
      await pool.close();
    }
    return { seen };
  },
  ({ code }: { readonly code: string }) => ({ code }),
);
await keys.close();
console.log(JSON.stringify({ ...outcome, generatedJwk: opensJwk() }));

/** What Node does with keys that have nothing to do with the token. */
function opensJwk(): boolean {
  try {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    createPublicKey({ format: 'jwk', key: publicKey.export({ format: 'jwk' }) });
    return true;
  } catch {
    return false;
  }
}
