import { Refused } from '../errors/refused.ts';
import { requireNewerToken } from './newer-token.ts';
import type { RevocationEntry, RevocationKind } from './revocation-entry.ts';
import type { RevocationFacts } from './revocation-facts.ts';
import type { RevocationRules } from './revocation-options.ts';

/**
 * Refuses a token that was revoked, or is bound to what was; and, while the feed is lost, the tokens of which it must be known.
 *
 * A revoked token is answered with a claims challenge: its client can get another one. When it cannot be told, the answer is 503: another
 * token would be as unknown as this one.
 *
 * @see OpenID Continuous Access Evaluation Profile 1.0 for what such feeds are; OpenID Connect Core section 5.5 for the claims
 */
export function checkRevocation(facts: RevocationFacts, rules: RevocationRules): void {
  const { entry, behind } = ask(facts, rules);
  if (entry !== undefined) {
    rules.publish({ name: 'token.revoked-used', ...describe(entry, facts) });
    throw new Refused('ERR_TOKEN_REVOKED', { claims: requireNewerToken(entry) });
  }
  // Asked this way round, so that an answer which is not a number counts as lost.
  if (behind <= rules.lostAfterSeconds || rules.whenLost === 'accept') return;
  if (rules.whenLost === 'refuse-cae' && !facts.isCae) return;
  throw new Refused('ERR_REVOCATION_UNKNOWN');
}

function ask(
  facts: RevocationFacts,
  { feed, publish }: RevocationRules,
): { readonly entry: RevocationEntry | undefined; readonly behind: number } {
  try {
    return { entry: feed.covers(facts), behind: feed.secondsBehind() };
  } catch (cause) {
    publish({ name: 'revocation.failed', cause });
    // Under every rule: this is no lost connection but a feed that does not answer, for this token at least.
    throw new Refused('ERR_REVOCATION_UNKNOWN', { cause });
  }
}

function describe(
  { kind }: RevocationEntry,
  { tenant, keyThumbprint, certificateThumbprint }: RevocationFacts,
): { readonly kind: RevocationKind; readonly thumbprint: string | undefined; readonly tenant: string | undefined } {
  const thumbprint = kind === 'x5t' ? certificateThumbprint : (keyThumbprint ?? certificateThumbprint);
  return { kind, thumbprint, tenant };
}
