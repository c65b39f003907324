// waiver: a table of data, one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const src = 'packages/resource/src';
const tests = 'packages/resource/test';
const step = (title: string): Witness => ({ file: `${tests}/revocation/revoked.test.ts`, title });
const lost = (title: string): Witness => ({ file: `${tests}/revocation/lost.test.ts`, title });
const stream = (title: string): Witness => ({ file: `${tests}/revocation-feed/admin-feed.test.ts`, title });
const poison = (title: string): Witness => ({ file: `${tests}/revocation-feed/poisoned.test.ts`, title });

/** Defences that take tokens back, in `@holdfast/resource`: the step, what it knows, and how it hears of it. */
export const revocationMutations: readonly Mutation[] = [
  {
    name: 'resource: nobody asks the feed',
    file: `${src}/authenticate/authenticate.ts`,
    defence: 'if (settings.revocation !== undefined) checkRevocation(revocable, settings.revocation);',
    replacement: '',
    killedBy: ['weakness W7', step('is told apart from the one that was issued a second later')],
  },
  {
    name: 'resource: a remembered token outlives its revocation',
    file: `${src}/authenticate/verify-token.ts`,
    defence: 'settings.tokens.keep(accessToken, verified);',
    replacement:
      "settings.tokens.keep(accessToken, { ...verified, revocable: readRevocationFacts({ iat: token.claims['iat'] ?? 0 }, undefined) });",
    killedBy: ['weakness W7'],
  },
  {
    name: 'resource: whoever holds a token learns that it was revoked, without a proof',
    file: `${src}/authenticate/authenticate.ts`,
    defence: '  decideBinding(confirmation, {',
    replacement:
      '  if (settings.revocation !== undefined) checkRevocation(verified.revocable, settings.revocation);\n  decideBinding(confirmation, {',
    killedBy: [step('nobody learns that a token was revoked who has not proved it')],
  },
  {
    name: 'resource: what a revoked token permitted still counts',
    file: `${src}/authenticate/authenticate.ts`,
    defence: '  if (settings.revocation !== undefined) checkRevocation',
    replacement: '  checkPermissions(token, requirements);\n  if (settings.revocation !== undefined) checkRevocation',
    killedBy: [step('what a revoked token permitted no longer counts, and its proof is not used up')],
  },
  {
    name: 'resource: the challenge goes under a scheme that existing clients do not read',
    file: `${src}/respond/claims-challenge.ts`,
    defence: `buildWwwAuthenticate({ scheme: 'Bearer', `,
    replacement: `buildWwwAuthenticate({ scheme: 'PoP', `,
    killedBy: [step('asks for a token that was issued later, under Bearer whatever the token is bound by')],
  },
  {
    name: 'resource: a token of the very second of its revocation is asked for',
    file: `${src}/revocation/newer-token.ts`,
    defence: 'revokedAt + 1',
    replacement: 'revokedAt',
    killedBy: [step('asks for a token that was issued later, under Bearer whatever the token is bound by')],
  },
  {
    name: 'resource: a token of the very second of its revocation passes',
    file: `${src}/revocation/revocation-index.ts`,
    defence: 'issuedAt > entry.revokedAt ?',
    replacement: 'issuedAt >= entry.revokedAt ?',
    killedBy: [step('is told apart from the one that was issued a second later')],
  },
  {
    name: 'resource: a revocation ends with the token, and the leeway of the clock is free',
    file: `${src}/revocation/revocation-index.ts`,
    defence: 'export const keptAfterExpiry = 300;',
    replacement: 'export const keptAfterExpiry = 0;',
    killedBy: [step('is refused before its expiry by the leeway of the clock too')],
  },
  {
    name: 'resource: an earlier revocation, told later, takes the later one back',
    file: `${src}/revocation/revocation-index.ts`,
    defence: 'const latest = entry.revokedAt >= before.revokedAt ? entry : before;',
    replacement: 'const latest = entry;',
    killedBy: [stream('a stream that goes back in time takes nothing back')],
  },
  {
    name: 'resource: revocations are held without limit',
    file: `${src}/revocation/revocation-index.ts`,
    defence: 'if (before === undefined && size >= maxEntries) return false;',
    replacement: '',
    killedBy: [
      {
        file: `${tests}/revocation/many.test.ts`,
        title: 'telling everything once more costs no memory, and a flood is bounded by the limit',
      },
    ],
  },
  {
    name: 'resource: an age that is not a number is young',
    file: `${src}/revocation/check-revocation.ts`,
    defence: 'behind <= rules.lostAfterSeconds',
    replacement: '!(behind > rules.lostAfterSeconds)',
    killedBy: [lost('is one that is behind for longer than its limit, or cannot tell')],
  },
  {
    name: 'resource: a lost feed refuses nobody',
    file: `${src}/revocation/check-revocation.ts`,
    defence: `if (rules.whenLost === 'refuse-cae' && !facts.isCae) return;`,
    replacement: `if (rules.whenLost === 'refuse-cae') return;`,
    killedBy: [lost('refuses the tokens that live long, and no others, unless told')],
  },
  {
    name: 'resource: a feed that throws has nothing against the token',
    file: `${src}/revocation/check-revocation.ts`,
    defence: `    throw new Refused('ERR_REVOCATION_UNKNOWN', { cause });`,
    replacement: '    return { entry: undefined, behind: 0 };',
    killedBy: [lost('refuses everything while it throws, also where danger was asked for')],
  },
  {
    name: 'resource: a feed that is lost still hides what it knows',
    file: `${src}/revocation/check-revocation.ts`,
    defence: '  if (entry !== undefined) {',
    replacement: '  if (entry !== undefined && behind <= rules.lostAfterSeconds) {',
    killedBy: [lost('still refuses what it knows to be revoked, with 401')],
  },
  {
    name: 'resource: an entry that is not understood is passed over',
    file: `${src}/revocation-feed/feed-state.ts`,
    defence: `if (message === undefined) return 'malformed';`,
    replacement: 'if (message === undefined) return undefined;',
    killedBy: [poison('an entry that cannot be understood is not passed over')],
  },
  {
    name: 'resource: what was not understood is forgiven for five minutes',
    file: `${src}/revocation-feed/feed-state.ts`,
    defence: `if (loss.reason === 'malformed' || loss.reason === 'full') completeAt = undefined;`,
    replacement: '',
    killedBy: [poison('a moment ago it was current, and what was said since is not known')],
  },
  {
    name: 'resource: a feed is current before it was told everything',
    file: `${src}/revocation-feed/feed-state.ts`,
    defence: 'if (isCurrent) parts.onComplete();',
    replacement: 'parts.onComplete();',
    killedBy: [stream('knows nothing for sure before it was told everything')],
  },
  {
    name: 'resource: a clock that was set back brings revoked tokens back',
    file: `${src}/revocation-feed/feed-state.ts`,
    defence: 'if (completeAt === undefined || index.hasForgotten(at)) return Number.POSITIVE_INFINITY;',
    replacement: 'if (completeAt === undefined) return Number.POSITIVE_INFINITY;',
    killedBy: [stream('asks for everything anew when the clock made it forget')],
  },
  {
    name: 'resource: one endless line fills the memory',
    file: `${src}/revocation-feed/server-sent-events.ts`,
    defence: 'return length + rest.length > longestEvent ? undefined : events;',
    replacement: 'return events;',
    killedBy: [poison('a line that never ends is not kept until it does')],
  },
  {
    name: 'resource: dripping bytes pass for a sign of life',
    file: `${src}/revocation-feed/follow-stream.ts`,
    defence: 'if (events.length === 0) continue;',
    replacement: '',
    killedBy: [stream('does not wait for a stream that fell silent, nor for one whose bytes never become an event')],
  },
  {
    name: 'resource: the admin key goes over plain http to anywhere',
    file: `${src}/revocation-feed/feed-options.ts`,
    defence: `(url?.protocol === 'http:' && loopback.has(url.hostname))`,
    replacement: `url?.protocol === 'http:'`,
    killedBy: [
      {
        file: `${tests}/revocation-feed/admin-feed.test.ts`,
        title: 'are refused when they are not what they should be, and not repeated',
      },
    ],
  },
  {
    name: 'resource: a proxy of the environment is handed the admin key, and says what is revoked',
    file: 'packages/resource/src/revocation-feed/direct-transport.ts',
    defence: `return new URL(url).protocol === 'http:' ? (createDirectTransport() ?? platformTransport) : platformTransport;`,
    replacement: 'return new URL(url).href === url || createDirectTransport() ? platformTransport : platformTransport;',
    killedBy: [
      {
        file: 'packages/resource/test/revocation-feed/direct.test.ts',
        title: 'attack: a proxy of the environment gets neither the admin key nor the last word on what is revoked',
      },
    ],
  },
];
