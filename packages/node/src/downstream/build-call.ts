import { DownstreamRefused } from '../errors/downstream-errors.ts';
import type { CallOptions, OutgoingCall } from './downstream-options.ts';

/** What a call is made from, besides where it goes. */
export interface CallFacts {
  readonly method: string;
  readonly href: string;
  /** Undefined for a call without a body. */
  readonly input: unknown;
  readonly options: CallOptions;
}

const exactNames: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'host',
  'x-original-url',
  'x-original-host',
  'forwarded',
  'proxy-authorization',
  // What a proxy says of the caller's certificate.
  'client-cert',
  'client-cert-chain',
  'x-arr-clientcert',
  'x-ms-client-principal',
  'x-ms-client-principal-id',
  'x-ms-client-principal-name',
  'x-ms-client-principal-idp',
  // Framing is the connection's.
  'connection',
  'content-length',
  'transfer-encoding',
]);
const prefixes = ['x-forwarded-', 'x-ms-token-', 'x-ssl-', 'ssl-client-'];

/**
 * Builds a request, without its Authorization header; a promise of it only where a hook may want time.
 *
 * @throws {@link DownstreamRefused} `ERR_DOWNSTREAM_HEADER` for a header that this client or proxies write
 */
export function buildCall({ method, href, input, options }: CallFacts): OutgoingCall | Promise<OutgoingCall> {
  const { acceptHeader = 'application/json', contentType = 'application/json', extraHeaderParameters } = options;
  const headers: Record<string, string> = { accept: acceptHeader };
  const body = input === undefined ? undefined : writeInput(input, contentType, options.serialize);
  if (body !== undefined) headers['content-type'] = contentType;
  for (const [name, value] of Object.entries(extraHeaderParameters ?? {})) headers[name.toLowerCase()] = value;
  const call = { method, url: href, headers, body };
  // Only the headers may be changed, and where the request goes was judged before.
  if (options.customizeHttpRequest !== undefined) return customise(Object.freeze(call), options.customizeHttpRequest);
  if (extraHeaderParameters !== undefined) checkHeaders(headers);
  return call;
}

async function customise(
  call: OutgoingCall,
  hook: NonNullable<CallOptions['customizeHttpRequest']>,
): Promise<OutgoingCall> {
  await hook(call);
  // A copy, because a hook that keeps the headers could still write to them while the token is acquired.
  const headers = Object.freeze({ ...call.headers });
  checkHeaders(headers);
  return Object.freeze({ ...call, headers });
}

function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const given of Object.keys(headers)) {
    const name = given.toLowerCase();
    if (exactNames.has(name) || prefixes.some((prefix) => name.startsWith(prefix))) {
      throw new DownstreamRefused('ERR_DOWNSTREAM_HEADER');
    }
  }
}

function writeInput(input: unknown, contentType: string, serialize: CallOptions['serialize']): string | Uint8Array {
  if (serialize !== undefined) return serialize(input);
  if (input instanceof Uint8Array) return input;
  if (typeof input === 'string' && contentType.startsWith('text')) return input;
  return JSON.stringify(input);
}
