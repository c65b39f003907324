import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
  X509Certificate,
} from 'node:crypto';
import { drawRsaKey } from '@holdfast/testing';
import { AsnConvert, DirectoryString, Name } from '../../src/certificates/x509.ts';
import { encodePart } from './client-assertions.ts';
import { type MachineReply, sendToMachine } from './machine-client.ts';
import { createMtlsClient, type MtlsClient } from './mtls-client.ts';
import type { RunningAuthority } from './running-authority.ts';
import { Attribute, Pkcs10CertificateRequestGenerator } from './x509-requests.ts';

/** The key of a machine, made by a test. */
export interface TestKey {
  readonly key: KeyObject;
  readonly keyPem: string;
  readonly jwk: { readonly kty: 'RSA'; readonly n: string; readonly e: string };
  /** Lower-case hexadecimal SHA-256 of the SPKI. */
  readonly keyId: string;
}

export const metadataPath = '/metadata/identity/getplatformmetadata?cred-api-version=2.0';
export const credentialPath = '/metadata/identity/issuecredential?cred-api-version=2.0';
export const computeUnitAttribute = '1.3.6.1.4.1.311.90.2.10';
const isMetadata = { Metadata: 'true' };

export function makeKey(modulusLength = 2048): TestKey {
  const key = modulusLength === 2048 ? drawRsaKey() : generateKeyPairSync('rsa', { modulusLength }).privateKey;
  const publicKey = createPublicKey(key);
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' }) as { n?: string; e?: string };
  const keyId = createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('hex');
  return { key, keyPem: key.export({ format: 'pem', type: 'pkcs8' }) as string, jwk: { kty: 'RSA', n, e }, keyId };
}

/** What a test wants of a certificate request; everything else is sound. */
export interface RequestWish {
  readonly key: TestKey;
  readonly clientId: string;
  readonly tenantId: string;
  readonly computeUnit: string;
  readonly saltLength?: number;
  readonly hash?: string;
  /** In place of the whole subject. */
  readonly subject?: ConstructorParameters<typeof Name>[0];
  readonly attributes?: readonly Attribute[];
}

/** The attribute with the id of the machine. */
export function computeUnit(text: string): Attribute {
  return new Attribute(computeUnitAttribute, [AsnConvert.serialize(new DirectoryString({ utf8String: text }))]);
}

/** Makes a certificate request with WebCrypto and the library, as DER. */
export async function makeRequest(wish: RequestWish): Promise<Buffer> {
  const { key, clientId, tenantId, saltLength = 32, hash = 'SHA-256' } = wish;
  const algorithm = { name: 'RSA-PSS', hash };
  const pkcs8 = Uint8Array.from(key.key.export({ format: 'der', type: 'pkcs8' }));
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  const publicKey = await crypto.subtle.importKey('jwk', { ...key.jwk }, algorithm, true, ['verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: new Name(
      wish.subject ?? [{ DC: [{ ia5String: tenantId }] }, { CN: [{ utf8String: clientId }] }],
    ).toArrayBuffer() as never,
    keys: { privateKey, publicKey },
    signingAlgorithm: { ...algorithm, saltLength } as never,
    attributes: [...(wish.attributes ?? [computeUnit(wish.computeUnit)])],
  });
  return Buffer.from(request.rawData);
}

/** A program of the machine that fetches certificates of one identity. */
export interface MachineIdentity {
  readonly clientId: string;
  readonly tenantId: string;
  /** Query that names it. */
  readonly query: string;
  metadata(): Promise<MachineReply>;
  /** A sound request for the key, as base64. */
  csr(key: TestKey, changes?: Partial<RequestWish>): Promise<string>;
  /** Asks for a certificate; `query` is added. */
  credential(body: object | string, query?: string): Promise<MachineReply>;
  /** A statement about a key, sound unless changed. */
  statement(key: TestKey, changes?: object, header?: object): string;
  /** Has a key attested, and returns the token. */
  attest(key: TestKey, changes?: object): Promise<string>;
  /** A client that presents the certificate of a reply. */
  client(
    key: TestKey,
    reply: MachineReply,
  ): MtlsClient & { readonly thumbprint: string; readonly x509: X509Certificate };
  close(): void;
}

/**
 * @param name - of the identity
 * @param clock - of the authority
 */
export function createMachineIdentity(
  running: RunningAuthority,
  name: string,
  clock: () => number = Date.now,
): MachineIdentity {
  const found = running.description.identities.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no identity ${name}`);
  const { clientId, tenantId } = found;
  const query = `&client_id=${clientId}`;
  const endpoint = `${running.sts}/attestation`;
  const clients: MtlsClient[] = [];
  const identity: MachineIdentity = {
    clientId,
    tenantId,
    query,
    metadata: () => sendToMachine(running, metadataPath + query, { headers: isMetadata }),
    csr: async (key, changes = {}) => {
      const { body } = await identity.metadata();
      const der = await makeRequest({ key, clientId, tenantId, computeUnit: JSON.stringify(body['cuId']), ...changes });
      return der.toString('base64');
    },
    credential: (body, more = '') =>
      sendToMachine(running, credentialPath + query + more, {
        method: 'POST',
        headers: { ...isMetadata, 'content-type': 'application/json; charset=utf-8' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    statement: (key, changes = {}, header = {}) => {
      const iat = Math.floor(clock() / 1000);
      const payload = { aud: endpoint, iat, jti: randomUUID(), jwk: key.jwk, client_id: clientId, ...changes };
      return signJws({ alg: 'PS256', typ: 'key-attestation+jwt', ...header }, payload, key.key);
    },
    attest: async (key, changes = {}) => {
      const reply = await running.post(
        '/attestation/attest/keyguard?api-version=2023-04-01-preview',
        JSON.stringify({ AttestationInfo: identity.statement(key, changes) }),
        { 'content-type': 'application/json' },
      );
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
      return String(reply.body['token']);
    },
    client: (key, { body }) => {
      const x509 = new X509Certificate(Buffer.from(String(body['certificate']), 'base64'));
      const client = createMtlsClient(running, { certPem: x509.toString(), keyPem: key.keyPem });
      clients.push(client);
      const thumbprint = createHash('sha256').update(x509.raw).digest('base64url');
      const token: MtlsClient['token'] = (changes, headers) =>
        client.token({ client_id: clientId, ...changes }, headers);
      return { ...client, token, thumbprint, x509 };
    },
    close: () => {
      for (const client of clients) client.close();
    },
  };
  return identity;
}

/** Signs a compact JWS by hand, whatever it says. */
export function signJws(header: object, payload: object, key: KeyObject | string): string {
  const input = `${encodePart(header)}.${encodePart(payload)}`;
  const padding = (header as { alg: string }).alg === 'PS256' ? { padding: 6, saltLength: 32 } : {};
  const signer = typeof key === 'string' ? createPrivateKey(key) : key;
  return `${input}.${sign('sha256', Buffer.from(input), { key: signer, ...padding }).toString('base64url')}`;
}
