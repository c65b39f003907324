import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AuthorityOptions } from '@holdfast/authority';
import {
  type ClientEvent,
  type ConfidentialClient,
  type ConfidentialClientOptions,
  createConfidentialClient,
} from '@holdfast/node';
import { type CertificateWithKey, parsePemCertificate } from '@holdfast/node/mtls';
import { issuedIdentity } from '../../../authority/test/harness/mtls-client.ts';
import { type RunningAuthority, runAuthority } from '../../../authority/test/harness/running-authority.ts';
import { type MutualServer, startMutualServer } from '../mtls/tls-server.ts';

/** The real authority, an application of it with a certificate, and clients of that application. */
export interface BoundBench {
  readonly running: RunningAuthority;
  readonly certificate: CertificateWithKey;
  /** Everything that clients of this bench told. */
  readonly events: ClientEvent[];
  /** A client of `daemon`; its certificate is its only credential, unless told. */
  client(options?: Partial<ConfidentialClientOptions>): ConfidentialClient;
  /** An https server with a certificate of the same CA, which asks for client certificates. */
  serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<MutualServer>;
  /** Token requests that the authority has answered with a token. */
  issued(): number;
  close(): Promise<void>;
}

export const scopes: readonly string[] = ['api://orders/.default'];

export async function startBoundBench(options: AuthorityOptions = {}): Promise<BoundBench> {
  const running = await runAuthority(options);
  const { certPem, keyPem } = await issuedIdentity(running);
  const certificate = parsePemCertificate({ certificate: certPem, privateKey: keyPem });
  const events: ClientEvent[] = [];
  const opened: { close(): Promise<void> }[] = [];
  const { caPem, server } = running.authority.certificates;
  return {
    running,
    certificate,
    events,
    client(changes = {}) {
      const { clientSecret, clientCertificate, clientAssertion } = changes;
      const isGiven = [clientSecret, clientCertificate, clientAssertion].some((credential) => credential !== undefined);
      const client = createConfidentialClient({
        authority: `${running.sts}/${running.tenantId}`,
        clientId: running.application('daemon').clientId,
        ca: caPem,
        events: (event) => events.push(event),
        ...(isGiven ? {} : { clientCredentials: [{ kind: 'certificate', certificate }] }),
        ...changes,
      });
      opened.push(client);
      return client;
    },
    async serve(answer) {
      const pair = { certificate: server.certPem, privateKey: server.keyPem, keys: undefined as never };
      const started = await startMutualServer(pair, { answer });
      opened.push(started);
      return started;
    },
    issued: () => running.events.filter(({ name }) => name === 'token.issued').length,
    async close() {
      for (const { close } of opened.reverse()) await close();
      await running.close();
    },
  };
}

/** The claims of a token, unverified. */
export function claimsIn(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

/** A server's address on loopback. */
export async function listening(server: {
  listen(port: number, host: string): unknown;
  address(): unknown;
}): Promise<number> {
  server.listen(0, 'localhost');
  await once(server as never, 'listening');
  return (server.address() as AddressInfo).port;
}
