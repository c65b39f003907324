import { createPublicKey } from 'node:crypto';
import { jwkThumbprint, parsePublicJwk } from '@holdfast/core';
import type { Explanation, Member } from '../facts/explanation.ts';
import { finding, judge } from '../facts/finding.ts';
import type { Recogniser } from '../facts/kind.ts';
import { readDer, readPem } from '../tolerant/pem.ts';
import { describeStrength } from '../words/describe-key.ts';
import { openX509 } from '../x509/open-x509.ts';
import { isWeakHash } from './certificate.ts';

/** Recognises a PKCS #10 request: PEM, DER, or base64 of DER that is no certificate. */
export const recogniseCertificateRequest: Recogniser = (subject) => {
  const block = readPem(subject).find(({ label }) => /^(?:NEW )?CERTIFICATE REQUEST$/.test(label));
  const der = block?.der ?? readDer(subject);
  return der === undefined ? undefined : async () => explainRequest(der);
};

async function explainRequest(der: Uint8Array<ArrayBuffer>): Promise<Explanation> {
  const { Pkcs10CertificateRequest } = await openX509();
  const kind = { kind: 'certificate-request', title: 'Certificate request (PKCS #10)', inside: [] };
  try {
    const request = new Pkcs10CertificateRequest(der);
    const key = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
    const { value: jwk, findings } = await judge(() => parsePublicJwk(key.export({ format: 'jwk' })));
    const { name = '', hash } = request.signatureAlgorithm as {
      readonly name?: string;
      readonly hash?: { readonly name?: string };
    };
    const isGenuine = await request.verify().catch(() => false);
    const members: Member[] = [
      { part: 'request', name: 'subject', value: request.subject },
      ...(jwk === undefined
        ? [{ part: 'key', name: 'type', value: String(key.asymmetricKeyType) }]
        : [
            {
              part: 'key',
              name: 'thumbprint',
              value: await jwkThumbprint(jwk),
              says: `${describeStrength(jwk)}; RFC 7638`,
            },
          ]),
      { part: 'signature', name: 'algorithm', value: [name, hash?.name].filter(Boolean).join(', ') },
      ...request.attributes.slice(0, 32).map(
        (attribute): Member => ({
          part: 'attributes',
          name: attribute.type,
          value: attribute.values.map((value) => readText(value)).join(', '),
          says: attributeWords.get(attribute.type),
        }),
      ),
    ];
    return {
      ...kind,
      members,
      findings: [
        ...findings,
        ...(isWeakHash(hash?.name) ? [finding('INSPECT_HASH_WEAK', hash?.name)] : []),
        ...(isGenuine ? [] : [finding('INSPECT_CSR_SIGNATURE')]),
      ],
    };
  } catch {
    // The library throws whatever its ASN.1 reader throws.
    return { ...kind, members: [], findings: [finding('INSPECT_CERTIFICATE_UNREADABLE')] };
  }
}

const attributeWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '1.2.840.113549.1.9.14': 'extensions that are asked for',
    '1.2.840.113549.1.9.7': 'a challenge password: never send one in the clear',
    '1.3.6.1.4.1.311.90.2.10': 'CUID of a managed identity: the machine it runs on',
  }),
);

// A string of ASN.1 where it is one, else how long it is.
function readText(value: ArrayBuffer): string {
  const [tag, length = 0, ...rest] = new Uint8Array(value);
  const isText = (tag === 0x0c || tag === 0x13 || tag === 0x16) && length < 0x80 && rest.length === length;
  return isText ? Buffer.from(rest).toString('utf8') : `(${value.byteLength} bytes)`;
}
