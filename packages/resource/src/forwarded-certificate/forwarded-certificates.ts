/**
 * For an API behind a proxy that ends TLS: client certificates from the header that the proxy writes, and from nobody else.
 *
 * Dangerous, and off unless it is asked for under its frightening name: whoever passes for the proxy has every certificate. Where TLS can end
 * in the API, let it end there.
 *
 * @example
 * ```ts
 * import { createTokenValidator, dangerouslyTrustForwardedCertificate, entraIssuers } from '@holdfast/resource';
 * import { forwardedCertificates } from '@holdfast/resource/forwarded';
 *
 * export const validator = createTokenValidator({
 *   issuers: entraIssuers({ authority: 'https://login.microsoftonline.com', tenants: ['8e1f9a0e-0000-4000-8000-5f2d3c4b5a69'] }),
 *   audience: 'api://orders',
 *   origins: 'https://api.example',
 *   clientCertificates: {
 *     [dangerouslyTrustForwardedCertificate]: forwardedCertificates({
 *       from: 'nginx',
 *       header: 'X-Client-Cert',
 *       verifyHeader: 'X-Client-Verify',
 *       trustedHops: [{ addresses: 'unix' }],
 *     }),
 *   },
 * });
 * ```
 *
 * @packageDocumentation
 */
import { createLruMap } from '@holdfast/core';
import type { CertificateReader, KnownCertificate } from '../client-certificate/certificate-rules.ts';
import { Refused } from '../errors/refused.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';
import { findLine, isSent } from './find-line.ts';
import { type ForwardedCertificateOptions, type HeaderForm, readForm } from './forms.ts';
import { parseCertificate } from './parse-certificate.ts';
import { readHops } from './trusted-hops.ts';

export type {
  EscapedHeaderOptions,
  ForwardedCertificateOptions,
  StructuredHeaderOptions,
  TrustingOptions,
} from './forms.ts';
export type { TrustedHop } from './trusted-hops.ts';

const mostRemembered = 1000;

/**
 * Makes a reader of client certificates that a proxy forwards, for {@link dangerouslyTrustForwardedCertificate}.
 *
 * The header counts when the peer of the connection is one of the trusted hops, and a request that has it from anybody else is refused. The
 * certificate of the connection itself is then the proxy's own, and no caller's. The header must be there once, under its own name in
 * any letter case, in the one spelling of its form.
 *
 * Not checked: that the proxy asked for the certificate and saw its key used, that it removes the header from what callers send, and that
 * nothing else runs at the addresses of a hop.
 *
 * @param options - read once: the form of the header, and who may send it
 * @throws TypeError for options that are missing, unknown, or would trust everybody
 * @see RFC 9440; RFC 8705 section 6.5
 *
 * @example
 * ```ts
 * import { forwardedCertificates } from '@holdfast/resource/forwarded';
 *
 * // The hop is known by its address and by a client certificate of its own.
 * export const reader = forwardedCertificates({
 *   from: 'rfc9440',
 *   trustedHops: [{ addresses: ['10.0.4.0/24'], certificates: ['A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0'] }],
 * });
 * ```
 */
export function forwardedCertificates(options: ForwardedCertificateOptions): CertificateReader {
  const form = readForm(options);
  const isTrustedHop = readHops(options.trustedHops);
  // What a header says follows from its text alone, so the certificates of busy callers are parsed once.
  const remembered = createLruMap<KnownCertificate>(mostRemembered);
  return async (incoming, now) => {
    if (!isSent(incoming, form.names)) return undefined;
    if (!(await isTrustedHop(incoming.connection, now))) throw new Refused('ERR_CERTIFICATE_HOP');
    const text = readText(incoming, form);
    if (text === undefined) return undefined;
    const known = remembered.find(text);
    if (known !== undefined) return known;
    const certificate = await parseCertificate(form.decode(text));
    remembered.write(text, certificate);
    return certificate;
  };
}

// Longer than any certificate of a client that is heard of, percent-encoded.
const longestHeader = 16_384;

function readText(incoming: IncomingRequest, { header, verifyHeader, chainHeader }: HeaderForm): string | undefined {
  const text = findLine(incoming, header);
  if (text === undefined) {
    if (chainHeader === undefined || !isSent(incoming, new Set([chainHeader]))) return undefined;
    throw new Refused('ERR_CERTIFICATE_FORWARDED', { detail: 'a chain without its certificate' });
  }
  if (text.length > longestHeader) throw new Refused('ERR_CERTIFICATE_FORWARDED', { detail: 'too long' });
  if (verifyHeader !== undefined && findLine(incoming, verifyHeader) !== 'SUCCESS') {
    throw new Refused('ERR_CERTIFICATE_UNVERIFIED');
  }
  return text;
}
