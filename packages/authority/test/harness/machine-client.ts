import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { RunningAuthority } from './running-authority.ts';

/** A reply of a service of the machine. */
export interface MachineReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What is sent beside the path; exactly these headers, which `fetch` would not send. */
export interface MachineRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

export const tokenPath = '/metadata/identity/oauth2/token';

/** Sends a request to the machine, as a program on it would. */
export function sendToMachine(
  running: RunningAuthority,
  path: string,
  { method = 'GET', headers = {}, body }: MachineRequest = {},
): Promise<MachineReply> {
  const { port, hostname } = new URL(running.description.imds);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: hostname, port, path, method, headers: headers as Record<string, string | string[]>, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const isJson = response.headers['content-type']?.includes('json') === true && text.startsWith('{');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            body: isJson ? (JSON.parse(text) as MachineReply['body']) : {},
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Asks IMDS for a token: the usual query, with changes; undefined leaves a variable out. */
export function askImds(
  running: RunningAuthority,
  query: Readonly<Record<string, string | undefined>> = {},
  headers: NonNullable<MachineRequest['headers']> = { Metadata: 'true' },
): Promise<MachineReply> {
  const variables = { 'api-version': '2018-02-01', resource: 'api://orders', ...query };
  return sendToMachine(running, `${tokenPath}?${queryText(variables)}`, { headers });
}

/** The same for App Service. */
export function askAppService(
  running: RunningAuthority,
  query: Readonly<Record<string, string | undefined>> = {},
  headers: NonNullable<MachineRequest['headers']> = { 'X-IDENTITY-HEADER': running.description.appService.header },
): Promise<MachineReply> {
  const variables = { 'api-version': '2019-08-01', resource: 'api://orders', ...query };
  const { pathname } = new URL(running.description.appService.endpoint);
  return sendToMachine(running, `${pathname}?${queryText(variables)}`, { headers });
}

function queryText(variables: Readonly<Record<string, string | undefined>>): string {
  const present = Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(present).toString();
}

/** The claims of the token in a reply, unverified. */
export function claimsOfToken({ body }: MachineReply): Readonly<Record<string, unknown>> {
  const [, payload = ''] = String(body['access_token']).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}
