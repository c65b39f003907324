import type { Transport } from '@holdfast/core';
import type { TokenClient } from '../acquire/token-client.ts';
import type { TokenResult } from '../acquire/token-result.ts';
import { FetchRefused } from '../errors/fetch-refused.ts';
import { createFetchTransport } from '../http/fetch-transport.ts';
import type { BindingCertificate } from '../scheme/binding-certificate.ts';
import type { SchemeName } from '../scheme/scheme-name.ts';

/** Connections by the certificate that they present; a pool of `createMtlsPool` is one. */
export interface CertificateConnections {
  /** A transport that presents a certificate of the client, and no other. */
  transport(certificate: never): Transport;
}

/** What decides how requests travel. */
export interface TransportFacts {
  readonly scheme: SchemeName;
  readonly client: Partial<Pick<TokenClient, 'presentCertificate'>>;
  readonly transport: Transport | undefined;
  readonly mtlsPool: CertificateConnections | undefined;
  readonly allowUnboundFallback: boolean;
}

/**
 * Chooses the way of requests: one way for all tokens that are not bound to a certificate; for those that are, connections that present exactly
 * that certificate.
 *
 * @returns the function that gives the transport for a token
 * @throws {@link FetchRefused} `ERR_FETCH_TRANSPORT` where nothing could present a certificate
 */
export function chooseTransport(facts: TransportFacts): (token: TokenResult) => Transport {
  const { scheme, client, transport, mtlsPool, allowUnboundFallback } = facts;
  if (transport !== undefined && typeof transport !== 'function') throw new TypeError('transport must be a function');
  const unbound = transport ?? createFetchTransport();
  if (scheme !== 'mtls_pop') {
    if (mtlsPool !== undefined) throw new TypeError('mtlsPool is for mtls_pop');
    return () => unbound;
  }
  const { presentCertificate } = client;
  const present =
    mtlsPool === undefined ? presentCertificate : (given: BindingCertificate) => mtlsPool.transport(given as never);
  // A function may reach the API, but nobody could tell it which certificate to present, nor see that it did.
  if (present === undefined || (transport !== undefined && !allowUnboundFallback)) {
    throw new FetchRefused('ERR_FETCH_TRANSPORT');
  }
  return ({ bindingCertificate }) => (bindingCertificate === undefined ? unbound : present(bindingCertificate));
}
