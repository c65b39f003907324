import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MachineKey } from '@holdfast/node/machine-key';
import { buildCertificateRequest } from '../../src/certificate-request/build-certificate-request.ts';
import type { TestCertificate } from '../certificate/make-certificate.ts';

const clientId = '11111111-2222-4333-8444-555555555555';
const tenantId = '99999999-8888-4777-8666-555555555555';

/** Has OpenSSL's own program check a request that a key signed, and issue a certificate for it. */
export async function issueCertificate(key: MachineKey, authority: TestCertificate): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-issue-'));
  const at = (name: string) => join(folder, name);
  const computeUnit = { vmId: 'vm' };
  try {
    writeFileSync(
      at('request.der'),
      await buildCertificateRequest({ clientId, tenantId, computeUnit, key: key.signingKey }),
    );
    writeFileSync(at('ca.pem'), authority.certificate);
    writeFileSync(at('ca.key'), authority.privateKey);
    const openssl = (words: readonly string[]) => execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    openssl(['req', '-verify', '-inform', 'DER', '-in', at('request.der'), '-out', at('request.pem')]);
    const asked = ['x509', '-req', '-in', at('request.pem'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-days', '2'];
    return new X509Certificate(openssl(asked)).raw;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
