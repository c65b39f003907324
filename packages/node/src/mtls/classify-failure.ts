import { type MtlsCode, MtlsFailed } from '../errors/mtls-failed.ts';

// In this order: the first that fits words the failure.
const failures: readonly (readonly [RegExp, MtlsCode])[] = [
  [/^UND_ERR_(?:CLOSED|DESTROYED)$/, 'ERR_MTLS_CLOSED'],
  [/^UND_ERR_(?:HEADERS_TIMEOUT|BODY_TIMEOUT)$/, 'ERR_MTLS_TIMEOUT'],
  [
    /^(?:CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_ALTNAME_|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE))/,
    'ERR_MTLS_SERVER_UNTRUSTED',
  ],
  // What a server says of our certificate comes as an alert; with TLS 1.3 that is after the request has left.
  [
    /^ERR_SSL_.*ALERT_(?:\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED|UNSUPPORTED_CERTIFICATE)$/,
    'ERR_MTLS_CERTIFICATE_REFUSED',
  ],
  [/^ERR_SSL_|^ERR_TLS_(?:PROTOCOL|INVALID_PROTOCOL)|^EPROTO$/, 'ERR_MTLS_PROTOCOL'],
  [/^(?:UND_ERR_CONNECT|ENOTFOUND|EAI_|ECONNREFUSED|EHOST|ENET|EADDR|EACCES|EPERM)/, 'ERR_MTLS_CONNECT'],
  [/^(?:HPE_|UND_ERR_(?:HEADERS_OVERFLOW|RES_|RESPONSE))/, 'ERR_MTLS_RESPONSE'],
];

/** How far a request had come. */
export interface RequestProgress {
  readonly sent: 'no' | 'maybe';
}

/**
 * Words a failure of undici, of TLS or of the system as one of ours; what is none of them (an abort's reason) is passed on as it is.
 *
 * The cause is not carried along: undici's errors hold parts of the response, TLS's the names in the server's certificate.
 */
export function classifyFailure(error: unknown, { sent }: RequestProgress): unknown {
  const code = codeOf(error);
  if (code === '' || code === 'UND_ERR_ABORTED') return error;
  if (/^UND_ERR_(?:INVALID_ARG|NOT_SUPPORTED|REQ_)/.test(code)) {
    return new TypeError('the request cannot be sent as it is: its method, path, headers or body are not allowed');
  }
  const known = failures.find(([pattern]) => pattern.test(code));
  const detail = /^[A-Z][A-Z0-9_]{2,60}$/.exec(code)?.[0];
  if (known !== undefined)
    return new MtlsFailed(known[1], { detail, sent: known[1] === 'ERR_MTLS_CONNECT' ? 'no' : sent });
  // A connection that breaks: during the handshake nothing was sent, and reaching the server failed.
  return new MtlsFailed(sent === 'no' ? 'ERR_MTLS_CONNECT' : 'ERR_MTLS_INTERRUPTED', { detail, sent });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // The one error of undici that may come without a code.
  return error.name === 'HTTPParserError' ? 'HPE_INVALID' : '';
}
