import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { createConfidentialClient, createTlsTransport } from '@holdfast/node';
import fc from 'fast-check';
import { certificatePem, privateKeyPem } from '../artefacts/certificate.ts';
import { authorityOrigin, boundToken, fixedClock, metadata, scopes, tenant } from '../artefacts/token-client.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { partOf } from '../mutate/jws.ts';
import { editText, textEdits } from '../mutate/text.ts';

const accessToken = await boundToken(undefined);

// A credential that was damaged must be refused, or be exactly what its bytes say.
const clientCertificate = defineTarget({
  name: 'node/client-certificate',
  shortRuns: 80,
  arbitrary: fc.record({ certificate: fc.option(textEdits), key: fc.option(textEdits), twice: fc.boolean() }),
  run: async ({ certificate, key, twice }) => {
    const pem = certificate === null ? certificatePem : editText(certificatePem, certificate);
    const clientCertificate = {
      certificate: twice ? `${pem}${certificatePem}` : pem,
      privateKey: key === null ? privateKeyPem : editText(privateKeyPem, key),
    };
    const assertions: string[] = [];
    const transport = async (request: Request): Promise<Response> => {
      if (request.method === 'GET') return Response.json(metadata);
      assertions.push(new URLSearchParams(await request.text()).get('client_assertion') ?? '');
      return Response.json({ token_type: 'Bearer', expires_in: 3600, access_token: accessToken });
    };
    const outcome = await attempt(
      () =>
        createConfidentialClient({
          authority: `${authorityOrigin}/${tenant}`,
          clientId: 'client',
          clientCertificate,
          transport,
          clock: fixedClock,
        }).acquireTokenForClient({ scopes }),
      { misuse: 'TypeError' },
    );
    if (!outcome.accepted) return expect(assertions.length === 0, 'sends an assertion and fails');
    const [assertion = ''] = assertions;
    const { raw } = new X509Certificate(firstBlock(clientCertificate.certificate));
    expect(
      partOf(assertion, 0)['x5t#S256'] === createHash('sha256').update(raw).digest('base64url'),
      'names another certificate',
    );
    expect(isSignedBy(assertion), 'signs with another key');
  },
});

const certificateAuthority = defineTarget({
  name: 'node/ca',
  shortRuns: 200,
  arbitrary: textEdits,
  run: async (edits) => {
    const ca = editText(certificatePem, edits);
    const outcome = await attempt(() => createTlsTransport({ ca }), { misuse: 'TypeError' });
    if (outcome.accepted) expect(ca.includes('-----BEGIN CERTIFICATE-----'), 'trusts nothing, or everything');
  },
});

/** Certificates and keys in PEM. */
export const certificateTargets: readonly FuzzTarget[] = [clientCertificate, certificateAuthority];

function firstBlock(pem: string): string {
  return /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem)?.[0] ?? '';
}

const publicKey = createPublicKey(certificatePem);

function isSignedBy(assertion: string): boolean {
  const at = assertion.lastIndexOf('.');
  const signature = Buffer.from(assertion.slice(at + 1), 'base64url');
  const key = { key: publicKey, padding: 6, saltLength: 32 };
  return verify('sha256', Buffer.from(assertion.slice(0, at)), key, signature);
}
