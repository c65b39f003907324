import { type Clock, createLruMap, epochSeconds, sha256Hex } from '@holdfast/core';
import {
  BindingUnavailable,
  bearerScheme,
  type CertificateTokenRequester,
  type CertificateTokenSource,
  type SourceQuery,
  type SourceWish,
  type TokenQuery,
  type TokenReply,
} from '@holdfast/oauth';
import type { CertificateHolder } from './certificate-holder.ts';
import { createCertificateChoice } from './choose-certificate.ts';
import type { CertificateCredentials } from './credentials.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import type { CallerPatience, Remediation } from './remediation.ts';
import type { CredentialTeller } from './tell-outcome.ts';

/** Tokens of a managed identity that are asked for with its certificate. */
export interface CertifiedTokens extends CertificateTokenSource {
  /** Asks for a bearer token over the certificate of the moment, with another one where that is refused. */
  requestBearer(query: SourceQuery, signal: AbortSignal): Promise<TokenReply>;
}

/** What {@link createCertifiedTokens} needs. */
export interface CertifiedTokensOptions {
  readonly holder: CertificateHolder;
  readonly credentials: CertificateCredentials;
  readonly remediation: Remediation;
  readonly request: CertificateTokenRequester;
  readonly clock: Clock;
  readonly tell: CredentialTeller;
}

const mostRemembered = 10_000;

/** Makes the source of tokens: which certificate, over which connection, and what a refusal means. */
export function createCertifiedTokens(options: CertifiedTokensOptions): CertifiedTokens {
  const { holder, credentials, remediation, request, clock, tell } = options;
  /** By hash of a token: the certificate that it is bound to. */
  const boundTo = createLruMap<IdentityCertificate>(mostRemembered);
  const begun = new WeakMap<SourceWish, CallerPatience>();

  const choose = createCertificateChoice({ holder, findBound: boundTo.find, tell });

  const ask = async (query: TokenQuery, certificate: IdentityCertificate, signal: AbortSignal): Promise<TokenReply> => {
    const [resource = ''] = query.scopes;
    const { clientId, tokenEndpoint } = certificate;
    const place = { clientId, tokenEndpoint, credential: credentials.of(certificate) };
    try {
      const reply = await request({ ...query, scopes: [scopeOf(resource)] }, place, signal);
      const outcome = remediation.succeed(certificate);
      const tokenType = query.scheme.name === 'mtls_pop' ? 'mtls_pop' : 'Bearer';
      tell.outcome(outcome, { tokenType, certificate });
      return reply;
    } catch (error) {
      holder.settle(resource, certificate, 0);
      throw error;
    }
  };

  return {
    async bind(asked) {
      const { question, tokenHash, forceRefresh, signal } = asked;
      begun.set(asked, remediation.begin());
      const [resource = ''] = question.scopes;
      const hasClaims = question.claims !== undefined;
      const wish = { resource, hasClaims, isFresh: forceRefresh, tokenHash, signal, tokenType: 'mtls_pop' } as const;
      return credentials.of(await choose(wish));
    },
    async bindAgain(refused, { error, wish: asked }) {
      const { question, signal } = asked;
      const certificate = credentials.certificateOf(refused);
      const [resource = ''] = question.scopes;
      if (certificate === undefined) return undefined;
      const { correlationId } = question;
      const facts = { certificate, resource, tokenType: 'mtls_pop', error, correlationId } as const;
      const next = await remediation.next({ ...facts, begun: begun.get(asked) ?? remediation.begin() }, signal);
      return next === undefined ? undefined : credentials.of(next);
    },
    async requestToken(query, signal) {
      const { credential } = query.scheme;
      const certificate = credential === undefined ? undefined : credentials.certificateOf(credential);
      if (certificate === undefined) throw new BindingUnavailable();
      const reply = clamp(await ask(query, certificate, signal), certificate, clock);
      holder.settle(query.scopes[0] ?? '', certificate, epochSeconds(clock) + reply.expiresInSeconds);
      boundTo.write(await sha256Hex(reply.accessToken), certificate);
      return reply;
    },
    async requestBearer(query, signal) {
      const [resource = ''] = query.scopes;
      const hasClaims = query.claims !== undefined;
      const wish = { resource, hasClaims, isFresh: true, signal, tokenType: 'Bearer' } as const;
      const begunAt = remediation.begin();
      for (let certificate = await choose(wish); ; ) {
        try {
          const { scopes: _granted, ...reply } = await ask({ ...query, scheme: bearerScheme }, certificate, signal);
          return reply;
        } catch (error) {
          const { correlationId } = query;
          const facts = { certificate, resource, tokenType: 'Bearer', error, correlationId } as const;
          const next = await remediation.next({ ...facts, begun: begunAt }, signal);
          if (next === undefined) throw error;
          certificate = next;
        }
      }
    },
  };
}

/** `https://a/` becomes `https://a/.default`, as every client of version 2 writes it. */
function scopeOf(resource: string): string {
  return `${resource.replace(/\/+$/, '')}/.default`;
}

// A token is of no use without its certificate, and one that was given for a single token is not used for its refresh.
function clamp(reply: TokenReply, { certificate, isKept }: IdentityCertificate, clock: Clock): TokenReply {
  const { accessToken, expiresInSeconds, refreshInSeconds } = reply;
  const left = Math.max(1, certificate.notAfter - epochSeconds(clock));
  const expires = Math.min(expiresInSeconds, left);
  return { accessToken, expiresInSeconds: expires, refreshInSeconds: isKept ? refreshInSeconds : expires };
}
