import { constants, createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createTlsTransport, type TlsTransport } from '@holdfast/node';
import type { AttestationAnswer } from '@holdfast/testing';
import { makeCertificate } from '../certificate/make-certificate.ts';

/** What one statement said, once its signature was verified by the key in it. */
export interface HeardStatement {
  readonly url: string;
  readonly contentType: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A service of docs/attestation.md over https, which says what it is told to. */
export interface AttestingServer {
  readonly endpoint: string;
  readonly host: string;
  readonly transport: TlsTransport;
  readonly heard: HeardStatement[];
  answer: AttestationAnswer;
  /** Members of the next tokens, in place of the usual ones. */
  claims: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

const certificate = await makeCertificate({ kind: 'ec' });

export async function startAttestingServer(): Promise<AttestingServer> {
  const server = createServer(
    { key: certificate.privateKey, cert: certificate.certificate },
    async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const statement = readStatement(JSON.parse(body).AttestationInfo);
      service.heard.push({
        url: request.url ?? '',
        contentType: request.headers['content-type'] ?? '',
        ...statement,
      });
      if (service.answer === 'silence') return;
      if (service.answer === 'failure') response.statusCode = 400;
      response.end(JSON.stringify({ token: tokenFor(service, statement.payload['jwk'] as object) }));
    },
  );
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const transport = createTlsTransport({ ca: certificate.certificate });
  const service: AttestingServer = {
    endpoint: `https://${host}/Attestation`,
    host,
    transport,
    heard: [],
    answer: 'token',
    claims: {},
    async close() {
      server.closeAllConnections();
      server.close();
      await transport.close();
    },
  };
  return service;
}

function readStatement(statement: string): Pick<HeardStatement, 'header' | 'payload'> {
  const [header = '', payload = '', signature = ''] = statement.split('.');
  const claims = readPart(payload);
  const key = createPublicKey({ format: 'jwk', key: claims['jwk'] as JsonWebKey });
  const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const isSigned = verify('sha256', Buffer.from(`${header}.${payload}`), pss, Buffer.from(signature, 'base64url'));
  if (!isSigned) throw new Error('the statement is not signed by its key');
  return { header: readPart(header), payload: claims };
}

function readPart(part: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

function tokenFor({ answer, claims }: AttestingServer, jwk: object): unknown {
  const said: Readonly<Record<AttestationAnswer, unknown>> = {
    nothing: null,
    blanks: ' \t',
    garbage: 'no token',
    failure: undefined,
    silence: undefined,
    token: makeToken({ 'x-ms-runtime': { keys: [jwk] }, exp: Math.floor(Date.now() / 1000) + 28_800, ...claims }),
  };
  return said[answer];
}

/** A token that nobody signed, which is none of the provider's business. */
export function makeToken(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT', jku: 'https://localhost/certs' })}.${part(claims)}.c2lnbmF0dXJl`;
}
