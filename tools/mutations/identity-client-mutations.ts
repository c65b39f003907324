// waiver: a table of data, one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const src = 'packages/node/src/managed-identity';
const witness =
  (name: string) =>
  (title: string): Witness => ({ file: `packages/node/test/managed-identity/${name}.test.ts`, title });
const client = witness('managed-identity-client');
const options = witness('parse-options');
const table = witness('decision-table');

/** Defences of the managed identity client, and of the engine where it decides what a source is told. */
export const identityClientMutations: readonly Mutation[] = [
  {
    name: 'node: a managed identity that is asked for a bound token gives a bearer token',
    file: `${src}/parse-request.ts`,
    defence: `  throw new IdentitySchemeRefused(name);`,
    replacement: `  return 'bearer';`,
    killedBy: [client('bearer in any letter case; every other scheme is an error and never a bearer token')],
  },
  {
    name: 'node: an id that is missing becomes the system-assigned identity',
    file: `${src}/parse-identity.ts`,
    defence: 'if (name === undefined || names.length > 1) throw',
    replacement: "if (name === undefined) return { kind: 'system' };\n  if (names.length > 1) throw",
    killedBy: [options('wrong, contradictory and unknown ones are refused')],
  },
  {
    name: 'node: two identities share the tokens of a store',
    file: `${src}/open-identity.ts`,
    defence: `const name = identity.kind === 'system' ? '' : identity.value;`,
    replacement: `const name = '';`,
    killedBy: [options('and nothing else')],
  },
  {
    name: 'node: applications share the tokens of a store by not naming themselves',
    file: `${src}/parse-options.ts`,
    defence: 'if ((partition === undefined) !== (store === undefined)) {',
    replacement: 'if (partition !== undefined && store === undefined) {',
    killedBy: [options('wrong, contradictory and unknown ones are refused')],
  },
  {
    name: 'oauth: a forced refresh tells a source that a good token is refused',
    file: 'packages/oauth/src/acquire/decide-source.ts',
    defence: `if (wish.forceRefresh) return { from: 'authority', reason: 'force-refresh' };`,
    replacement: `if (wish.forceRefresh) return replace('force-refresh', cached.sha256, wish.hasClaims);`,
    killedBy: [table('forceRefresh, with or without claims: the endpoint is asked and told nothing')],
  },
  {
    name: 'oauth: capabilities keep no tokens apart',
    file: 'packages/oauth/src/acquire/source-client.ts',
    defence: `partition: ['source', partition, buildCapabilityText(capabilities)],`,
    replacement: `partition: ['source', partition],`,
    killedBy: [options('and nothing else')],
  },
];
