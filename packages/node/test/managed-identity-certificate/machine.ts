import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import * as x509 from '@peculiar/x509';
import type { ManagedIdentityClientOptions, ManagedIdentityEvent } from '../../src/managed-identity/client-options.ts';
import {
  createManagedIdentityClient,
  type ManagedIdentityClient,
} from '../../src/managed-identity/managed-identity-client.ts';
import { makeCertificate, type TestCertificate } from '../certificate/make-certificate.ts';
import { fingerprintOf } from '../mtls/tls-server.ts';

export const vault = 'https://vault.azure.net';
export const graph = 'https://graph.microsoft.com';
export const clientId = '5e894a92-11e3-41cd-b167-759a1f0c24bf';
export const objectId = 'a1bace9f-d26c-4920-8b40-808bd4a2b29c';
export const tenantId = '7576991b-104d-4dfc-845d-b9393a5b5b11';
export const day = 86_400;

/** A request that a server of the machine was sent. */
export interface Received {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A token request, and the certificate of its connection. */
export interface TokenRequest extends Received {
  readonly form: URLSearchParams;
  readonly x5tS256: string;
}

/** What a server answers instead; undefined lets it do what it is there for. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Scripts of a machine: what its servers answer instead of what they are there for. */
export interface Script {
  metadata?: ((request: Received) => Answer | undefined | Promise<Answer | undefined>) | undefined;
  issue?: ((request: Received) => Answer | undefined | Promise<Answer | undefined>) | undefined;
  token?: ((request: TokenRequest) => Answer | undefined | Promise<Answer | undefined>) | undefined;
  /** Changes what metadata and credentials say. */
  metadataMembers: Record<string, unknown>;
  credentialMembers: Record<string, unknown>;
  /** Life of certificates and of tokens. */
  certificateSeconds: number;
  tokenSeconds: number;
  /** How much earlier than now certificates begin. */
  backdatedSeconds: number;
}

/** An IMDS over http and an STS over mutual TLS, on loopback, and clients of both. */
export interface Machine {
  readonly environment: Readonly<Record<string, string>>;
  readonly imdsBase: URL;
  readonly stsHost: string;
  readonly ca: string;
  readonly metadataRequests: Received[];
  readonly issueRequests: Received[];
  readonly tokenRequests: TokenRequest[];
  readonly events: ManagedIdentityEvent[];
  readonly script: Script;
  /** The certificate that is issued next will be for this, in the place of what the request says. */
  forge?:
    | ((facts: {
        publicKey: x509.PublicKey;
        subject: string;
      }) => Promise<{ publicKey: x509.PublicKey; subject: string }>)
    | undefined;
  client(options?: Partial<ManagedIdentityClientOptions>): ManagedIdentityClient;
  /** IMDS forgets which certificates it has given. */
  forget(): void;
  /** Events with one name. */
  told<Name extends ManagedIdentityEvent['name']>(name: Name): Extract<ManagedIdentityEvent, { name: Name }>[];
}

const authority = await makeCertificate({ kind: 'ec', name: 'machine authority', isAuthority: true });
const server = await makeCertificate({ kind: 'ec', issuer: authority, isAuthority: false });
const tokenSigner = authority.keys.privateKey;

/**
 * Starts both servers; they end with the test file.
 *
 * @param shared - what every client of the machine is given, unless its test says otherwise
 */
export async function startMachine(
  clock: () => number = Date.now,
  shared: Partial<ManagedIdentityClientOptions> = {},
): Promise<Machine> {
  const script: Script = {
    metadataMembers: {},
    credentialMembers: {},
    certificateSeconds: 7 * day,
    tokenSeconds: 3600,
    backdatedSeconds: 3600,
  };
  const metadataRequests: Received[] = [];
  const issueRequests: Received[] = [];
  const tokenRequests: TokenRequest[] = [];
  const events: ManagedIdentityEvent[] = [];
  const kept = new Map<string, Buffer>();

  const sts = createTlsServer(
    { key: server.privateKey, cert: server.certificate, requestCert: true, rejectUnauthorized: false },
    (request, response) =>
      void receive(request).then(
        async (received) => {
          const form = new URLSearchParams(received.body);
          const asked = { ...received, form, x5tS256: fingerprintOf(request) };
          tokenRequests.push(asked);
          const answer = (await script.token?.(asked)) ?? {};
          send(response, { body: await token(asked), ...answer });
        },
        () => response.destroy(),
      ),
  );
  const token = async ({ form, x5tS256 }: TokenRequest): Promise<unknown> => {
    const type = form.get('token_type') ?? 'Bearer';
    const claims = {
      jti: randomUUID(),
      aud: form.get('scope')?.replace('/.default', ''),
      ...(type === 'mtls_pop' ? { cnf: { 'x5t#S256': x5tS256 } } : {}),
    };
    return { access_token: await writeJwt(claims), token_type: type, expires_in: script.tokenSeconds };
  };
  const imds = createServer(
    (request, response) =>
      void receive(request).then(
        async (received) => {
          if (received.path.toLowerCase().endsWith('/getplatformmetadata')) {
            metadataRequests.push(received);
            send(response, (await script.metadata?.(received)) ?? metadata());
          } else if (received.path.endsWith('/issuecredential')) {
            issueRequests.push(received);
            send(response, (await script.issue?.(received)) ?? (await issue(received)));
          } else {
            const body = { access_token: await writeJwt({ v: 1 }), expires_in: '3600', token_type: 'Bearer' };
            send(response, { body });
          }
        },
        () => response.destroy(),
      ),
  );
  await Promise.all([listen(sts, 'localhost'), listen(imds, '127.0.0.1')]);
  const stsHost = `localhost:${(sts.address() as AddressInfo).port}`;
  const imdsBase = new URL(`http://127.0.0.1:${(imds.address() as AddressInfo).port}`);

  const metadata = (): Answer => ({
    headers: { server: 'IMDS/150.870.65.1854' },
    body: {
      cuId: { vmId: '8a2f2b1c-0d3f-4f5e-9d6a-1f2e3d4c5b6a' },
      clientId,
      tenantId,
      attestationEndpoint: `https://${stsHost}/attestation`,
      ...script.metadataMembers,
    },
  });
  const issue = async ({ body, query }: Received): Promise<Answer> => {
    const { csr } = JSON.parse(body) as { csr: string };
    const request = new x509.Pkcs10CertificateRequest(Buffer.from(csr, 'base64'));
    const name = request.publicKey.toString('base64');
    const known = query.get('bypass_cache') === 'true' ? undefined : kept.get(name);
    const der = known ?? (await make(request));
    kept.set(name, der);
    return {
      body: {
        client_id: clientId,
        tenant_id: tenantId,
        certificate: der.toString('base64'),
        identity_type: 'SystemAssigned',
        mtls_authentication_endpoint: `https://${stsHost}`,
        ...script.credentialMembers,
      },
    };
  };
  const make = async (request: x509.Pkcs10CertificateRequest): Promise<Buffer> => {
    const asked = { publicKey: request.publicKey, subject: request.subject };
    const facts = (await machine.forge?.(asked)) ?? asked;
    const made = await x509.X509CertificateGenerator.create({
      serialNumber: `40${randomBytes(8).toString('hex')}`,
      subject: facts.subject,
      issuer: new x509.X509Certificate(authority.certificate).subject,
      notBefore: new Date(clock() - script.backdatedSeconds * 1000),
      notAfter: new Date(clock() + script.certificateSeconds * 1000),
      publicKey: facts.publicKey,
      signingKey: authority.keys.privateKey,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      extensions: [new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.2'])],
    });
    return Buffer.from(made.rawData);
  };
  const opened: ManagedIdentityClient[] = [];
  after(async () => {
    await Promise.all(opened.map((client) => client.close()));
    for (const one of [sts, imds]) {
      one.closeAllConnections();
      one.close();
    }
  });
  const environment = { AZURE_POD_IDENTITY_AUTHORITY_HOST: imdsBase.origin };
  const machine: Machine = {
    environment,
    imdsBase,
    stsHost,
    ca: authority.certificate,
    script,
    metadataRequests,
    issueRequests,
    tokenRequests,
    events,
    client(options = {}) {
      const client = createManagedIdentityClient({
        environment,
        allowedHosts: [stsHost],
        ca: authority.certificate,
        events: (event) => events.push(event),
        disableInternalRetries: true,
        ...shared,
        ...options,
      });
      opened.push(client);
      return client;
    },
    forget: () => kept.clear(),
    told: (name) => events.filter((event) => event.name === name) as never,
  };
  return machine;
}

/** The refusal of a certificate, as the STS words it. */
export function refusal(codes: unknown, error = 'invalid_client', status = 401): Answer {
  const first: unknown = Array.isArray(codes) ? codes[0] : undefined;
  const description = first === undefined ? {} : { error_description: `AADSTS${String(first)}: refused.` };
  return { status, body: { error, ...description, ...(codes === undefined ? {} : { error_codes: codes }) } };
}

/** A token that is signed, and says what it is told to. */
export async function writeJwt(claims: Readonly<Record<string, unknown>>): Promise<string> {
  const parts = [{ alg: 'ES256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signed = Buffer.from(parts.join('.'));
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, tokenSigner, signed);
  return `${parts.join('.')}.${Buffer.from(signature).toString('base64url')}`;
}

/** A certificate of nobody's key. */
export const strangers: TestCertificate = await makeCertificate({ kind: 'rsa', name: 'stranger' });

async function receive(request: IncomingMessage): Promise<Received> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const { pathname: path, searchParams: query } = new URL(request.url ?? '', 'http://localhost');
  return { path, query, headers: request.headers, body: Buffer.concat(pieces).toString() };
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

async function listen(one: { listen(port: number, host: string, done: () => void): unknown }, host: string) {
  await new Promise<void>((resolve) => one.listen(0, host, resolve));
}
