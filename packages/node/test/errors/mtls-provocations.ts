import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import * as tls from 'node:tls';
import {
  checkCertificateUse,
  createCertificateCallback,
  createCertificateFile,
  createCredentialList,
  createMtlsPool,
  type MtlsPoolOptions,
  parseClientCredentials,
  parsePemCertificate,
} from '@holdfast/node/mtls';
import { canary, type Provocation } from '@holdfast/testing';
import { buildEngineCertificate } from '../../src/certificate/client-certificate.ts';
import { readAssertionFile } from '../../src/credentials/assertion-file.ts';
import { createCertificateAssertion } from '../../src/credentials/certificate-assertion.ts';
import type { certificateErrors } from '../../src/errors/catalog-certificate.ts';
import type { credentialErrors } from '../../src/errors/catalog-credential.ts';
import type { mtlsErrors } from '../../src/errors/catalog-mtls.ts';
import { classifyFailure } from '../../src/mtls/classify-failure.ts';
import { type CertificateWishes, makeCertificate, weakRsa } from '../certificate/make-certificate.ts';
import { opensslMissing } from '../certificate/openssl.ts';
import { startOpensslServer } from '../mtls/openssl-server.ts';

type Provocations<Errors> = Readonly<Record<keyof Errors, Provocation | readonly Provocation[]>>;

const pem = (label: string, body: string) => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;
const root = await makeCertificate({ kind: 'ec', name: 'root' });
const good = await makeCertificate({ kind: 'ec', name: canary, issuer: root });
const { certificate, privateKey } = good;
const make = async (wishes: CertificateWishes) => parsePemCertificate(await makeCertificate({ kind: 'ec', ...wishes }));
const leaf = new X509Certificate(certificate);
const engineKey = { engine: canary, identifier: `pkcs11:token=${canary}` };
const held = buildEngineCertificate({ leaf, others: [], engineKey, publicKey: leaf.publicKey });
const use = async (wishes: CertificateWishes) =>
  checkCertificateUse(await make(wishes), { clock: Date.now, selfSigned: 'refused' });

/** Each code of certificates, with the canary in every place it could show from. */
export const certificateProvocations: Provocations<typeof certificateErrors> = {
  ERR_CLIENT_CERTIFICATE_MALFORMED: [
    () => parsePemCertificate({ certificate: canary, privateKey }),
    () => parsePemCertificate({ certificate: pem('CERTIFICATE', canary), privateKey }),
  ],
  ERR_CLIENT_CERTIFICATE_TRUNCATED: () =>
    parsePemCertificate({ certificate: `-----BEGIN CERTIFICATE-----\n${canary}` }),
  ERR_CLIENT_CERTIFICATE_KEY_MISSING: () => parsePemCertificate({ certificate: `${canary}\n${certificate}` }),
  ERR_CLIENT_CERTIFICATE_KEY_MALFORMED: [
    () => parsePemCertificate({ certificate, privateKey: canary }),
    () => parsePemCertificate({ certificate, privateKey: pem('PRIVATE KEY', canary) }),
  ],
  ERR_CLIENT_CERTIFICATE_KEY_MISMATCH: () => parsePemCertificate({ certificate, privateKey: root.privateKey }),
  ERR_CLIENT_CERTIFICATE_KEY_TYPE: () => {
    const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    return parsePemCertificate({ certificate, privateKey: String(key) });
  },
  ERR_CLIENT_CERTIFICATE_KEY_WEAK: () => {
    const key = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
    return parsePemCertificate({ certificate, privateKey: String(key) });
  },
  ERR_CLIENT_CERTIFICATE_KEY_HELD: () =>
    createCertificateAssertion(held, { clock: Date.now, sendX5c: true, rsaAlgorithm: 'PS256' })({} as never),
  ERR_CLIENT_CERTIFICATE_ENGINE: () =>
    createMtlsPool().request(held, { origin: 'https://localhost:1', path: '/', method: 'GET' }),
  ERR_CLIENT_CERTIFICATE_UNUSABLE: async () => {
    const issuer = await makeCertificate({ name: canary, algorithm: weakRsa });
    const issued = await makeCertificate({ kind: 'ec', issuer });
    const chained = parsePemCertificate({ ...issued, certificate: `${issued.certificate}\n${issuer.certificate}` });
    return createMtlsPool().request(chained, { origin: 'https://localhost:1', path: '/', method: 'GET' });
  },
  ERR_CLIENT_CERTIFICATE_PASSWORD: () =>
    parsePemCertificate({ certificate, privateKey: pem('ENCRYPTED PRIVATE KEY', canary) }),
  ERR_CLIENT_CERTIFICATE_ENCRYPTION: () => {
    const old = `Proc-Type: 4,ENCRYPTED\nDEK-Info: RC2-CBC,0011223344556677\n\n${canary}`;
    return parsePemCertificate({ certificate, privateKey: pem('EC PRIVATE KEY', old), password: canary });
  },
  ERR_CLIENT_CERTIFICATE_FILE: () => createCertificateFile({ certificateFile: `/nowhere/${canary}` }).current(),
  ERR_CLIENT_CERTIFICATE_SOURCE: () => createCertificateCallback({ load: () => canary as never }).current(),
  ERR_CLIENT_CERTIFICATE_EXPIRED: () => use({ name: canary, startsInMs: -9e6, endsInMs: -8e6 }),
  ERR_CLIENT_CERTIFICATE_NOT_YET_VALID: () => use({ name: canary, startsInMs: 9e6, endsInMs: 9.5e6 }),
  ERR_CLIENT_CERTIFICATE_USAGE: () => use({ name: canary, usages: ['1.3.6.1.5.5.7.3.1'] }),
  ERR_CLIENT_CERTIFICATE_SELF_SIGNED: () => use({ name: canary }),
};

const configured = (entry: object) => parseClientCredentials([{ KeyVaultUrl: canary, ...entry }]);
const assertionFrom = async (text: string): Promise<unknown> => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-canary-'));
  const path = join(folder, 'assertion');
  writeFileSync(path, text);
  return readAssertionFile(path, Date.now).finally(() => rmSync(folder, { recursive: true }));
};

/** Each code of credentials, with the canary where the secret would be, and where it should not be. */
export const credentialProvocations: Provocations<typeof credentialErrors> = {
  ERR_CREDENTIAL_NONE: [
    () => createCredentialList({ credentials: [{ kind: 'certificate-pem', certificate: canary }] }).choose(),
    () => createCredentialList({ credentials: [{ kind: 'certificate-file', certificateFile: canary }] }).choose(),
    () =>
      createCredentialList({ credentials: [{ kind: 'client-secret', clientSecret: canary }] }).choose({
        binding: 'required',
      }),
  ],
  ERR_CREDENTIAL_UNBOUND: async () => {
    const assertion = { kind: 'assertion-callback', assertion: () => canary, supportsTokenBinding: true } as const;
    const { assertBound } = await createCredentialList({ credentials: [assertion] }).choose({ binding: 'required' });
    const target = { clientId: canary, tokenEndpoint: canary, signal: new AbortController().signal };
    return assertBound?.(target);
  },
  ERR_CREDENTIAL_FIELD: [
    () => configured({ SourceType: 'ClientSecret', [canary]: canary }),
    () => configured({ SourceType: 'ClientSecret', ClientSecret: [canary] }),
  ],
  ERR_CREDENTIAL_SOURCE: () => configured({ SourceType: canary }),
  ERR_CREDENTIAL_STORE: () => configured({ SourceType: 'StoreWithThumbprint', CertificateThumbprint: canary }),
  ERR_CREDENTIAL_VAULT: () => configured({ SourceType: 'KeyVault' }),
  ERR_CREDENTIAL_IDENTITY: () => configured({ SourceType: 7, ManagedIdentityClientId: canary }),
  ERR_CREDENTIAL_PROVIDER: () => configured({ SourceType: 11, CustomSignedAssertionProviderName: canary }),
  ERR_CREDENTIAL_ASSERTION: () => assertionFrom(`${canary}.${canary}.${canary}`),
  ERR_CREDENTIAL_ASSERTION_FILE: () => readAssertionFile(`/nowhere/${canary}`, Date.now),
  ERR_CREDENTIAL_ASSERTION_EXPIRED: () =>
    assertionFrom(`${canary}.${Buffer.from(`{"exp":1,"sub":"${canary}"}`).toString('base64url')}.${canary}`),
};

const client = parsePemCertificate(good);
const servers: (Server | tls.Server)[] = [];
after(() => {
  for (const server of servers) server.close();
});

async function originOf(server: Server | tls.Server): Promise<string> {
  servers.push(server);
  await once(server.listen(0, 'localhost'), 'listening');
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

/** A TLS server that answers so to whatever it is sent. */
function saying(answer: string): Promise<string> {
  const server = tls.createServer({ key: privateKey, cert: certificate }, (socket) => {
    socket.on('error', () => undefined).once('data', () => (answer === '' ? undefined : socket.end(answer)));
  });
  return originOf(server);
}

async function send(origin: string | Promise<string>, options: MtlsPoolOptions = {}): Promise<unknown> {
  const pool = createMtlsPool({ ca: root.certificate, ...options });
  try {
    const headers = { authorization: `mtls_pop ${canary}` };
    const request = { origin: await origin, path: `/${canary}`, method: 'POST', headers, body: canary } as const;
    return await (await pool.request(client, request)).body.text();
  } finally {
    await pool.close();
  }
}

// Node's own TLS server has no alert for it: it just ends the connection.
async function refuseCertificate(): Promise<unknown> {
  const ca = await makeCertificate({ kind: 'ec', name: canary });
  const options = ['-Verify', '1', '-verify_return_error', '-CAfile', 'ca.pem'];
  const server = await startOpensslServer(good, { ca, options });
  return send(server.origin).finally(server.close);
}

/** Each code of requests, with the canary in the request, in what answers it and in both certificates. */
export const mtlsProvocations: Provocations<typeof mtlsErrors> = {
  ERR_MTLS_ORIGIN: () => send(`https://${canary}@localhost:1`),
  ERR_MTLS_CONNECT: () => send('https://localhost:1'),
  ERR_MTLS_SERVER_UNTRUSTED: async () => {
    const { certificate: ca } = await makeCertificate({ kind: 'ec', name: 'stranger' });
    return send(saying(canary), { ca });
  },
  ERR_MTLS_PROTOCOL: () => send(originOf(createServer((socket) => socket.on('error', () => undefined).end(canary)))),
  ERR_MTLS_CERTIFICATE_REFUSED: [
    () => {
      const alert = Object.assign(new Error(canary), { code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' });
      throw classifyFailure(alert, { sent: 'maybe' });
    },
    ...(opensslMissing ? [] : [refuseCertificate]),
  ],
  ERR_MTLS_INTERRUPTED: () =>
    send(saying(`HTTP/1.1 200 ${canary}\r\nx-${canary}: 1\r\ncontent-length: 9999\r\n\r\n${canary}`)),
  ERR_MTLS_TIMEOUT: () => send(saying(''), { silenceTimeoutMs: 50 }),
  ERR_MTLS_RESPONSE: [
    () => send(saying(`${canary} ${canary}\r\n\r\n`)),
    () => send(saying(`HTTP/1.1 200 OK\r\n${canary}\r\n\r\n`)),
  ],
  ERR_MTLS_CLOSED: async () => {
    const pool = createMtlsPool();
    await pool.close();
    return pool.request(client, { origin: 'https://localhost:1', path: `/${canary}`, method: 'GET' });
  },
};
