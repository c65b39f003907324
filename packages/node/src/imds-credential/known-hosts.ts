import { listMtlsHosts } from '@holdfast/oauth/metadata';
import { trimSlashes } from '../attestation/trim-slashes.ts';
import { ImdsCredentialUnusable } from '../errors/imds-credential-errors.ts';

/** What an endpoint that IMDS names is for. */
export type EndpointPurpose = 'token' | 'attestation';

// What the names of attestation services end in; of the younger clouds none is known.
const attestationSuffixes = ['attest.azure.net', 'attest.azure.us', 'attest.azure.cn'];

/** How an endpoint that IMDS names is judged. */
export interface NamedEndpointRule {
  readonly purpose: EndpointPurpose;
  /** The member of IMDS's answer that names it: an error says this, and never the value. */
  readonly member: string;
  /** `host` or `host:port`, beside those of the clouds. */
  readonly allowedHosts: ReadonlySet<string>;
}

/**
 * Reads an endpoint that IMDS names, which is reached over plain http and may be anybody: https, and at a host of a cloud or of the application's list.
 *
 * Not checked: who answers there; TLS does that.
 *
 * @returns the address without a slash at its end
 * @throws {@link ImdsCredentialUnusable} `ERR_IMDS_CREDENTIAL_ENDPOINT`
 */
export function parseNamedEndpoint(value: unknown, { purpose, member, allowedHosts }: NamedEndpointRule): string {
  // `new URL` drops tabs and line ends without a word, and takes backslashes for slashes.
  const isPlain = typeof value === 'string' && /^https:\/\/[\x21\x23-\x5b\x5d-\x7e]{1,2048}$/i.test(value);
  const url = isPlain && URL.canParse(value) ? new URL(value) : undefined;
  const isBare = url !== undefined && url.username === '' && url.password === '' && !/[?#]/.test(url.href);
  if (!isBare || url.protocol !== 'https:' || !isKnownHost(url, purpose, allowedHosts)) {
    throw new ImdsCredentialUnusable('ERR_IMDS_CREDENTIAL_ENDPOINT', { detail: member });
  }
  return trimSlashes(`${url.origin}${url.pathname}`);
}

function isKnownHost({ host }: URL, purpose: EndpointPurpose, allowedHosts: ReadonlySet<string>): boolean {
  // With a port other than 443 `host` has it, so no host of a cloud fits.
  return allowedHosts.has(host) || (purpose === 'token' ? takesCertificates(host) : attestsKeys(host));
}

function takesCertificates(host: string): boolean {
  return listMtlsHosts().some(
    (known) => host === known || new RegExp(`^[a-z0-9]{1,63}\\.${escapeDots(known)}$`).test(host),
  );
}

function attestsKeys(host: string): boolean {
  return attestationSuffixes.some((suffix) =>
    new RegExp(`^(?:[a-z0-9-]{1,63}\\.){1,3}${escapeDots(suffix)}$`).test(host),
  );
}

function escapeDots(name: string): string {
  return name.replaceAll('.', '\\.');
}
