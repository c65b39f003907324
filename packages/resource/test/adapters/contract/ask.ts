import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import type { ClientIdentity } from '../../fixture/client-certificates.ts';
import { localhostCertificate } from '../../fixture/localhost-certificate.ts';
import type { Transport } from './serve.ts';

/** A request as it goes over the wire. */
export interface Ask {
  readonly method?: string;
  /** The request target, byte for byte. */
  readonly target?: string;
  /** Header lines: name, value, name, value. */
  readonly lines?: readonly string[];
  readonly body?: Uint8Array;
  /** Presented in the TLS handshake. */
  readonly identity?: ClientIdentity;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  /** Names in lower case; lines of one name are joined by commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Values of `WWW-Authenticate`, line by line. */
  readonly challenges: readonly string[];
  readonly body: string;
  /** `accepted`, the code of the refusal, or the status where there is no code. */
  readonly outcome: string;
}

/** Sends one request on a connection of its own. `Host` and `:authority` name somebody else: nobody may believe them. */
export function ask(port: number, transport: Transport, sent: Ask): Promise<Answer> {
  return transport === 'h2' ? askHttp2(port, sent) : askHttp1(port, transport, sent);
}

function askHttp1(port: number, transport: 'http' | 'https', sent: Ask): Promise<Answer> {
  const { method = 'GET', target = '/orders', lines = [], body, identity } = sent;
  const headers = ['Host', 'spoofed.example', ...lines];
  const options = { host: '127.0.0.1', port, method, path: target, headers, agent: false } as const;
  return new Promise((resolve, reject) => {
    const read = (answer: IncomingMessage): void => {
      readText(answer).then((text) => resolve(describe(answer.statusCode ?? 0, answer.rawHeaders, text)), reject);
    };
    const tls = { servername: 'localhost', ca: localhostCertificate.certificate, ...presented(identity) };
    const request = transport === 'http' ? httpRequest(options, read) : httpsRequest({ ...options, ...tls }, read);
    // An upgrade that the server takes for a plain request is answered like one.
    request.on('error', reject).end(body);
  });
}

function askHttp2(
  port: number,
  { method = 'GET', target = '/orders', lines = [], body, identity }: Ask,
): Promise<Answer> {
  const session = connect(`https://localhost:${port}`, {
    ca: localhostCertificate.certificate,
    ...presented(identity),
  });
  const pseudo = [':method', method, ':path', target, ':scheme', 'https', ':authority', 'spoofed.example'];
  const fields = lines.map((line, index) => (index % 2 === 0 ? line.toLowerCase() : line));
  return new Promise<Answer>((resolve, reject) => {
    session.on('error', reject);
    const stream = session.request([...pseudo, ...fields], { endStream: body === undefined });
    let status = 0;
    let raw: readonly string[] = [];
    stream.on('response', (headers: IncomingHttpHeaders) => {
      status = Number(headers[':status']);
      raw = Object.entries(headers).flatMap(([name, value]) =>
        [value ?? ''].flat().flatMap((one) => [name, String(one)]),
      );
    });
    readText(stream).then((text) => resolve(describe(status, raw, text)), reject);
    stream.on('error', reject);
    if (body !== undefined) stream.end(body);
  }).finally(() => session.destroy());
}

function presented(identity: ClientIdentity | undefined): { readonly cert?: string; readonly key?: string } {
  return identity === undefined ? {} : { cert: identity.certificate, key: identity.privateKey };
}

async function readText(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function describe(status: number, raw: readonly string[], body: string): Answer {
  const headers: Record<string, string> = {};
  const challenges: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = '', value = ''] = [raw[index]?.toLowerCase(), raw[index + 1]];
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
    if (name === 'www-authenticate') challenges.push(value);
  }
  return { status, headers, challenges, body, outcome: tellOutcome(status, body) };
}

function tellOutcome(status: number, body: string): string {
  if (status < 300) return 'accepted';
  const code = /"code":"(ERR_[A-Z_]+)"/.exec(body)?.[1];
  return code ?? String(status);
}
