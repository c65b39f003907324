import { type Clock, createLruMap, epochSeconds, sha256Hex } from '@holdfast/core';
import {
  BindingUnavailable,
  bearerScheme,
  type CertificateTokenRequester,
  type CertificateTokenSource,
  type SourceQuery,
  type SourceWish,
  type TokenReply,
} from '@holdfast/oauth';
import { createCertificateAsker } from './ask-over-certificate.ts';
import type { CertificateHolder } from './certificate-holder.ts';
import { createCertificateChoice } from './choose-certificate.ts';
import type { CertificateCredentials } from './credentials.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import type { CallerPatience } from './loop-book.ts';
import type { Remediation } from './remediation.ts';
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
  const ask = createCertificateAsker({ holder, credentials, remediation, request, tell });

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

// A token is of no use without its certificate, and one that was given for a single token is not used for its refresh.
function clamp(reply: TokenReply, { certificate, isKept }: IdentityCertificate, clock: Clock): TokenReply {
  const { accessToken, expiresInSeconds, refreshInSeconds } = reply;
  const left = Math.max(1, certificate.notAfter - epochSeconds(clock));
  const expires = Math.min(expiresInSeconds, left);
  return { accessToken, expiresInSeconds: expires, refreshInSeconds: isKept ? refreshInSeconds : expires };
}
