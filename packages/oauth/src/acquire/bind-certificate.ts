import { type EventSink, HoldfastError } from '@holdfast/core';
import type { BindWish, BoundCredentials } from '../client-auth/bound-credentials.ts';
import { TokenNotBound } from '../errors/binding-errors.ts';
import { BindingUnavailable } from '../errors/scheme-errors.ts';
import type { CertificateRetried, TokenUnbound } from '../events/token-event.ts';
import type { Authority } from '../metadata/authority.ts';
import type { MetadataSource } from '../metadata/metadata-source.ts';
import type { ServerMetadata } from '../metadata/process-metadata.ts';
import type { AuthorizationScheme } from '../scheme/authorization-scheme.ts';
import { bearerScheme } from '../scheme/bearer.ts';
import type { BindingCertificate, BoundCredential } from '../scheme/binding-certificate.ts';
import { createMtlsPopSchemes, type MtlsDialect } from '../scheme/mtls-pop.ts';
import { findCredentialFault } from '../token-endpoint/credential-fault.ts';
import type { ParsedRequest } from './parse-request.ts';

/** What {@link createCertificateBinder} needs. */
export interface CertificateBinderOptions {
  readonly boundCredentials: BoundCredentials;
  readonly clientId: string;
  readonly dialect: MtlsDialect;
  readonly metadata: MetadataSource;
  readonly mtlsEndpoint: (metadata: ServerMetadata, authority: Authority) => string;
  readonly emit: EventSink<TokenUnbound | CertificateRetried>;
}

/** Chooses the certificate of a token. */
export interface CertificateBinder {
  /** The certificate of the moment, for whoever wants no token. */
  current(authority: Authority, wish: Omit<BindWish, 'target'>): Promise<BindingCertificate>;
  /** The scheme of the certificate of the moment; that of bearer tokens where there is none at all and the caller said that this will do. */
  choose(request: ParsedRequest): Promise<AuthorizationScheme>;
  /** The scheme of another certificate, where a failure may be the certificate's fault and there is another by now. */
  chooseAgain(
    request: ParsedRequest,
    refused: BoundCredential,
    error: unknown,
  ): Promise<AuthorizationScheme | undefined>;
}

/** Makes the room between what a caller wants and the certificates of a client. */
export function createCertificateBinder(options: CertificateBinderOptions): CertificateBinder {
  const { boundCredentials, clientId, dialect, metadata, mtlsEndpoint, emit } = options;
  const schemeOf = createMtlsPopSchemes(dialect);
  const addressTo = (authority: Authority, wish: Omit<BindWish, 'target'>): BindWish => ({
    ...wish,
    async target() {
      const signal = wish.signal ?? new AbortController().signal;
      const tokenEndpoint = mtlsEndpoint(await metadata(authority, signal), authority);
      return { clientId, tokenEndpoint, signal };
    },
  });
  const wishOf = ({ bindingCertificate: certificate, authority, signal }: ParsedRequest): BindWish =>
    addressTo(authority, { certificate, signal });
  return {
    async current(authority, wish) {
      return (await boundCredentials.bind(addressTo(authority, wish))).certificate;
    },
    async choose(request) {
      try {
        return schemeOf(await boundCredentials.bind(wishOf(request)));
      } catch (error) {
        if (!request.allowUnboundFallback || !hasNone(error)) throw error;
        const { tenant, scopes } = request.question;
        const code = error.cause instanceof HoldfastError ? error.cause.code : error.code;
        emit({ name: 'token.unbound', requested: 'mtls_pop', code, tenant, scopes });
        return bearerScheme;
      }
    },
    async chooseAgain(request, refused, error) {
      const code = certificateFault(error);
      if (code === undefined) return undefined;
      const renewed = await boundCredentials.renew(refused, { ...wishOf(request), code });
      const { x5tS256 } = renewed.certificate;
      if (x5tS256 === refused.certificate.x5tS256) return undefined;
      const { correlationId } = request.question;
      emit({ name: 'certificate.retried', refused: refused.certificate.x5tS256, x5tS256, code, correlationId });
      return schemeOf(renewed);
    },
  };
}

// A certificate that fails is none of the caller's consent: whoever can make it fail could choose bearer tokens.
function hasNone(error: unknown): error is BindingUnavailable {
  return error instanceof BindingUnavailable && error.certificate === 'none';
}

/** The code of a failure that another certificate might mend; undefined for every other. */
function certificateFault(error: unknown): string | undefined {
  return error instanceof TokenNotBound ? error.code : findCredentialFault(error);
}
