import { buildWwwAuthenticate, type NonceIssuer } from '@holdfast/core';
import type { ProofPolicy } from '../binding/decide-binding.ts';
import type { PresentedScheme } from '../credential/extract-credential.ts';
import type { Refused } from '../errors/refused.ts';
import type { Requirements } from '../permissions/requirements.ts';
import { buildClaimsLine } from './claims-challenge.ts';

/** What challenges are built from, beside the refusal. */
export interface ChallengeFacts {
  readonly policy: ProofPolicy;
  readonly realm: string | undefined;
  readonly nonces: NonceIssuer | undefined;
  readonly requirements: Requirements;
  /** The label of the credential, where there was one to read. */
  readonly scheme: PresentedScheme | undefined;
}

type Params = Readonly<Record<string, string>>;

const spelling: Readonly<Record<PresentedScheme, string>> = { bearer: 'Bearer', pop: 'PoP', mtls_pop: 'mtls_pop' };

/**
 * Builds the `WWW-Authenticate` lines of a refusal: one scheme, the one the caller should use.
 *
 * Bearer is named only where a bearer token could be accepted. A nonce stands first and alone: clients in the field split the header
 * at commas and would not find it behind anything else.
 *
 * @see RFC 9110 section 11.6.1; RFC 6750 section 3
 */
export async function buildChallenges(refused: Refused, facts: ChallengeFacts): Promise<readonly string[]> {
  const { meaning } = refused.entry;
  switch (refused.entry.challenge) {
    case 'none':
      return [];
    case 'claims':
      return refused.claims === undefined ? [] : [buildClaimsLine(refused.claims)];
    case 'offer':
      return facts.policy === 'required' ? nonceOr(facts, 'PoP') : offer(facts);
    case 'nonce':
      return nonceOr(facts, 'PoP');
    case 'request':
      return [errorLine('invalid_request', meaning, { refused, facts })];
    case 'token':
      return [errorLine('invalid_token', meaning, { refused, facts })];
    case 'scope':
      return [errorLine('insufficient_scope', meaning, { refused, facts })];
  }
}

async function nonceOr({ nonces, realm }: ChallengeFacts, scheme: string): Promise<readonly string[]> {
  if (nonces === undefined) return [buildWwwAuthenticate({ scheme, params: realmParams(realm) })];
  return [buildWwwAuthenticate({ scheme, params: { nonce: await nonces.issue() } })];
}

function offer({ policy, realm }: ChallengeFacts): readonly string[] {
  const schemes = policy === 'bearer-only' ? ['Bearer'] : ['PoP', 'Bearer'];
  return schemes.map((scheme) => buildWwwAuthenticate({ scheme, params: realmParams(realm) }));
}

function errorLine(
  error: string,
  description: string,
  { refused, facts }: { readonly refused: Refused; readonly facts: ChallengeFacts },
): string {
  const scope = error === 'insufficient_scope' ? facts.requirements.requiredScopes?.join(' ') : undefined;
  const params: Params = {
    ...realmParams(facts.realm),
    error,
    error_description: description,
    ...(scope === undefined || scope === '' ? {} : { scope }),
  };
  return buildWwwAuthenticate({ scheme: speaksUnder(refused, facts), params });
}

function speaksUnder(refused: Refused, { policy, scheme }: ChallengeFacts): string {
  if (policy === 'bearer-only') return 'Bearer';
  if (refused.entry.speaks !== undefined) return refused.entry.speaks;
  if (scheme === 'bearer' && policy === 'required') return 'PoP';
  return spelling[scheme ?? 'pop'];
}

function realmParams(realm: string | undefined): Params {
  return realm === undefined ? {} : { realm };
}
