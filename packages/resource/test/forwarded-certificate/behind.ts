import { request } from 'node:http';
import type { Server } from 'node:net';
import type { TestContext } from 'node:test';
import { buildFailureResponse, dangerouslyTrustForwardedCertificate, fromNodeRequest } from '@holdfast/resource';
import { type ForwardedCertificateOptions, forwardedCertificates } from '@holdfast/resource/forwarded';
import { listen, makeServer, type Transport } from '../adapters/contract/serve.ts';
import type { ClientIdentity } from '../fixture/client-certificates.ts';
import { makeValidator } from '../fixture/judge.ts';
import { mintToken } from '../fixture/people.ts';

/** An API that takes certificates from a header, as the owner of one behind a proxy makes it. */
export function makeApi(options: ForwardedCertificateOptions, transport: Transport = 'http'): Server {
  const validator = makeValidator({
    clientCertificates: { [dangerouslyTrustForwardedCertificate]: forwardedCertificates(options) },
  });
  return makeServer(transport, async (incoming, response) => {
    try {
      const { binding } = await validator.authenticate(fromNodeRequest(incoming));
      response.end(JSON.stringify(binding));
    } catch (failure) {
      const { status, headers, body } = buildFailureResponse(failure);
      response.writeHead(status, headers.flat()).end(body);
    }
  });
}

/** Puts it up on loopback for one test, and gives its port. */
export async function putUp(t: TestContext, api: Server): Promise<number> {
  const { port, close } = await listen(api);
  t.after(close);
  return port;
}

/** A token that is bound to a certificate. */
export const tokenFor = ({ thumbprint }: ClientIdentity): Promise<string> =>
  mintToken({ cnf: { 'x5t#S256': thumbprint } });

/** The value of `Client-Cert` (RFC 9440). */
export const structured = ({ der }: Pick<ClientIdentity, 'der'>): string => `:${Buffer.from(der).toString('base64')}:`;

/** The value of `$ssl_client_escaped_cert`: the PEM of OpenSSL, which ends with a line end. */
export const escaped = ({ certificate }: Pick<ClientIdentity, 'certificate'>): string =>
  encodeURIComponent(`${certificate.trimEnd()}\n`);

/** Sends one GET with these header lines over a Unix socket, and tells the outcome. */
export function askOverUnix(socketPath: string, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path: '/orders', headers: ['Host', 'x', ...lines], agent: false });
    sent.on('error', reject).on('response', (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () =>
        resolve(/"code":"(ERR_[A-Z_]+)"/.exec(text)?.[1] ?? (answer.statusCode === 200 ? 'accepted' : text)),
      );
    });
    sent.end();
  });
}
