import type { Bytes } from '@holdfast/core';
import { checkKnownNames } from '../options/check-values.ts';
import { decodeByteSequence } from './decode-byte-sequence.ts';
import { decodeEscapedPem } from './decode-escaped-pem.ts';
import type { TrustedHop } from './trusted-hops.ts';

/** Who may forward. */
export interface TrustingOptions {
  /** The proxies whose header counts, each known by something that a stranger cannot bring along. */
  readonly trustedHops: readonly TrustedHop[];
}

/** The headers of RFC 9440: `Client-Cert`, and `Client-Cert-Chain`, which is not read and does not stand alone. */
export interface StructuredHeaderOptions extends TrustingOptions {
  /** The form of the header. */
  readonly from: 'rfc9440';
}

/** A header of nginx, with `$ssl_client_escaped_cert` for its value. */
export interface EscapedHeaderOptions extends TrustingOptions {
  /** The form of the header. */
  readonly from: 'nginx';
  /** Its name, such as `X-Client-Cert`. */
  readonly header: string;
  /**
   * The name of a second header, with `$ssl_client_verify` for its value, which must then be `SUCCESS`: the proxy trusts who issued
   * the certificate.
   *
   * @default not asked for: the token names the exact certificate, whoever issued it
   */
  readonly verifyHeader?: string | undefined;
}

/** What {@link forwardedCertificates} is told. */
export type ForwardedCertificateOptions = StructuredHeaderOptions | EscapedHeaderOptions;

/** A form with no questions left. */
export interface HeaderForm {
  /** In lower case. */
  readonly header: string;
  readonly verifyHeader?: string | undefined;
  /** Goes with a certificate, and never alone. */
  readonly chainHeader?: string | undefined;
  /** Every name that only a trusted hop may use. */
  readonly names: ReadonlySet<string>;
  readonly decode: (text: string) => Bytes;
}

/** Reads the form, and leaves the hops alone. */
export function readForm(options: ForwardedCertificateOptions): HeaderForm {
  if (options?.from === 'rfc9440') {
    checkKnownNames(options, { from: true, trustedHops: true });
    const [header, chainHeader] = ['client-cert', 'client-cert-chain'];
    return { header, chainHeader, names: new Set([header, chainHeader]), decode: decodeByteSequence };
  }
  checkKnownNames(options, { from: true, header: true, verifyHeader: true, trustedHops: true });
  if (options.from !== 'nginx') throw new TypeError('from must be rfc9440 or nginx');
  const header = readName('header', options.header);
  const verifyHeader = options.verifyHeader === undefined ? undefined : readName('verifyHeader', options.verifyHeader);
  if (header === verifyHeader) throw new TypeError('header and verifyHeader must differ');
  const names = new Set(verifyHeader === undefined ? [header] : [header, verifyHeader]);
  return { header, verifyHeader, names, decode: decodeEscapedPem };
}

// No underscore: nginx would drop the header, and others take it for a hyphen.
const plainName = /^[a-z][a-z0-9-]*$/;
const spoken: ReadonlySet<string> = new Set(['authorization', 'cookie', 'host', 'content-length', 'transfer-encoding']);

function readName(option: string, name: string): string {
  const lower = typeof name === 'string' ? name.toLowerCase() : '';
  if (!plainName.test(lower) || spoken.has(lower)) {
    throw new TypeError(`${option} must be a header name of its own, of letters, digits and hyphens`);
  }
  return lower;
}
