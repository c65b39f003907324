// waiver: a table of data, one row per defence.
import type { Mutation } from './mutation.ts';

const src = 'packages/mits/src';
const test = 'packages/mits/test';
const stores = `${test}/stores`;
const engine = `${test}/refresh/engine.test.ts`;
const attacks = `${test}/endpoint/attacks.test.ts`;
const query = `${test}/query/read-query.test.ts`;
const refresh = `${test}/cluster/one-refresh.test.ts`;
const killed = `${test}/cluster/killed-in-flight.test.ts`;

/** Defences of `@holdfast/mits`. */
export const mitsMutations: readonly Mutation[] = [
  {
    name: 'mits: a holder who comes late overwrites a newer token in Redis',
    file: `${src}/stores/cluster-scripts.ts`,
    defence: `if redis.call('GET', fence) ~= ARGV[1] then return 'SUPERSEDED' end`,
    replacement: '',
    killedBy: [
      {
        file: `${stores}/redis-cluster-token-store.test.ts`,
        title: 'a stale fence that writes late changes nothing',
      },
    ],
  },
  {
    name: 'mits: a holder who comes late overwrites a newer token in memory',
    file: `${src}/stores/memory-cluster-token-store.ts`,
    defence: 'return place?.grant?.fence === fence ? place : undefined;',
    replacement: 'return place?.grant === undefined || fence === "" ? undefined : place;',
    killedBy: [
      {
        file: `${stores}/memory-cluster-token-store.test.ts`,
        title: 'a stale fence that writes late changes nothing',
      },
    ],
  },
  {
    name: 'mits: a refused token stays in Redis',
    file: `${src}/stores/cluster-scripts.ts`,
    defence: `redis.call('DEL', token, fresh)`,
    replacement: `redis.call('EXISTS', token)`,
    killedBy: [
      {
        file: `${stores}/redis-cluster-token-store.test.ts`,
        title: 'a token that was refused is given to nobody while another is fetched',
      },
    ],
  },
  {
    name: 'mits: any hash refuses the token in Redis',
    file: `${src}/stores/cluster-scripts.ts`,
    defence: `sealed and redis.call('HGET', token, 'mark') == ARGV[3] then`,
    replacement: 'sealed then',
    killedBy: [
      {
        file: refresh,
        title:
          'a node that comes late with the old hash, or with one that nobody knows, gets the token there is: no call',
      },
    ],
  },
  {
    name: 'mits: any hash refuses the token in memory',
    file: `${src}/stores/memory-place.ts`,
    defence: 'if (place.token?.hash !== hash) return;',
    replacement: 'if (place.token === undefined) return;',
    killedBy: [
      {
        file: attacks,
        title:
          'a flood of hashes that are of no token: everybody gets the token there is, and the authority hears nothing',
      },
    ],
  },
  {
    name: 'mits: a refused token is published again',
    file: `${src}/stores/cluster-scripts.ts`,
    defence: `if redis.call('EXISTS', refused) == 1 then return 'REFUSED' end`,
    replacement: '',
    killedBy: [
      {
        file: `${stores}/redis-cluster-token-store.test.ts`,
        title: 'a token that was refused is not published again',
      },
    ],
  },
  {
    name: 'mits: a refused token is given from memory while the store is away',
    file: `${src}/refresh/acquire-token.ts`,
    defence: 'if (tokenHash !== undefined) local.refuse(place, tokenHash);',
    replacement: '',
    killedBy: [
      { file: engine, title: 'knows what it was told while the store was away, and tells the cluster when it is back' },
    ],
  },
  {
    name: 'mits: what this process knows to be refused is given because the cluster does not know',
    file: `${src}/refresh/acquire-token.ts`,
    defence: 'if (!local.isRefused(token.hash) && token.hash !== tokenHash) return token;',
    replacement: 'if (first !== undefined) return token;',
    killedBy: [
      { file: engine, title: 'knows what it was told while the store was away, and tells the cluster when it is back' },
    ],
  },
  {
    name: 'mits: a slow holder loses its grant',
    file: `${src}/refresh/keep-lease.ts`,
    defence: 'const isHeld = await store.renew(grant).catch(() => true);',
    replacement: 'const isHeld = await Promise.resolve(store !== undefined);',
    killedBy: [{ file: killed, title: 'slow, but alive: it renews its lease, and nobody asks beside it' }],
  },
  {
    name: 'mits: the cache of a client answers for the authority',
    file: `${src}/relying-party/relying-party.ts`,
    defence: `const isNew = result.tokenSource === 'network' || result.tokenSource === 'shared';`,
    replacement: 'const isNew = true;',
    killedBy: [
      {
        file: `${test}/relying-party/relying-party.test.ts`,
        title: 'what it gives is new, with a hash that fits its cache, with one that does not, and with none',
      },
    ],
  },
  {
    name: 'mits: any secret will do',
    file: `${src}/endpoint/find-caller.ts`,
    defence: 'if (timingSafeEqual(entry.digest, sent)) found = entry.caller;',
    replacement: 'if (entry.digest.length === sent.length) found = entry.caller;',
    killedBy: [
      { file: attacks, title: 'guesses at the secret: one answer for all of them, and nothing is asked upstream' },
    ],
  },
  {
    name: 'mits: the secret may come twice',
    file: `${src}/endpoint/find-caller.ts`,
    defence: 'secret === undefined || second !== undefined || found === undefined',
    replacement: 'secret === undefined || found === undefined',
    killedBy: [
      { file: attacks, title: 'guesses at the secret: one answer for all of them, and nothing is asked upstream' },
    ],
  },
  {
    name: 'mits: web pages may ask',
    file: `${src}/endpoint/check-request.ts`,
    defence: `if (names.some(isForeignHeader)) throw new MitsRequestRefused('ERR_MITS_BROWSER');`,
    replacement: '',
    killedBy: [{ file: attacks, title: 'web pages and proxies are refused, whatever they know' }],
  },
  {
    name: 'mits: a parameter may be named twice',
    file: `${src}/query/read-parameters.ts`,
    defence: `if (parameters.has(name)) throw new MitsRequestRefused('ERR_MITS_PARAMETER_REPEATED');`,
    replacement: '',
    killedBy: [{ file: query, title: 'refuses whatever is named twice, in whatever spelling' }],
  },
  {
    name: 'mits: a name in another spelling goes unheard',
    file: `${src}/query/read-parameters.ts`,
    defence: `return name.toLowerCase().replaceAll(/[_-]/g, '');`,
    replacement: 'return name;',
    killedBy: [
      {
        file: query,
        title:
          'hears an identity, a capability and a hash in whatever spelling: an identity that goes unheard is answered with another one',
      },
    ],
  },
  {
    name: 'mits: a hash that is none is ignored',
    file: `${src}/query/read-query.ts`,
    defence: `if (hash !== undefined && !lowerHexSha256.test(hash)) throw new MitsRequestRefused('ERR_MITS_TOKEN_HASH');`,
    replacement: 'if (hash !== undefined && !lowerHexSha256.test(hash)) return undefined;',
    killedBy: [
      {
        file: query,
        title: 'takes a hash of 64 lower-case hexadecimal digits, and refuses anything else instead of ignoring it',
      },
    ],
  },
  {
    name: 'mits: a caller may name an identity that it does not have by leaving its name empty',
    file: `${src}/query/read-query.ts`,
    defence: `return { by, value: parameters.get(name) ?? '' };`,
    replacement: `return parameters.get(name) === '' ? { by: 'none' } : { by, value: parameters.get(name) ?? '' };`,
    killedBy: [{ file: query, title: 'reads the identity from one name, and refuses two' }],
  },
  {
    name: 'mits: callers can make the authority be asked without end',
    file: `${src}/stores/memory-cluster-token-store.ts`,
    defence: `if (budget.grants >= grantsPerMinute) return { kind: 'exhausted', pauseMs: budget.untilMs - now };`,
    replacement: '',
    killedBy: [
      { file: attacks, title: 'whoever asks for ever new tokens uses up the grants of one identity, and of no other' },
    ],
  },
];
