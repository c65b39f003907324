/**
 * A managed identity token service and its relying party, as code that can be put into a service of one's own: the half of token revocation
 * that answers `token_sha256_to_refresh`.
 *
 * {@link createMits} makes the service on a node, {@link createRelyingParty} what asks the authority for it. Several services become a
 * cluster by a store that they share, {@link createRedisClusterTokenStore}: a token that an API has refused is then replaced by one call to
 * the authority, whoever is told first and however many are told.
 *
 * @example
 * ```ts
 * import { createMits, type RelyingParty } from '@holdfast/mits';
 *
 * export const createService = (relyingParty: RelyingParty, secret: string) =>
 *   createMits({
 *     relyingParty,
 *     callers: [
 *       {
 *         name: 'orders',
 *         secret,
 *         systemIdentity: {
 *           name: 'system',
 *           clientId: '11111111-2222-4333-8444-555555555555',
 *           objectId: '66666666-7777-4888-8999-aaaaaaaaaaaa',
 *         },
 *       },
 *     ],
 *   });
 * ```
 *
 * @packageDocumentation
 */
export { createMits, type Mits } from './assembly/create-mits.ts';
export type { MitsOptions } from './assembly/options.ts';
export { tokenPath } from './endpoint/check-request.ts';
export { type MitsErrorCode, mitsErrors } from './errors/catalog.ts';
export { type MitsRequestCode, MitsRequestRefused, type TokenUnavailableCode } from './errors/request-refused.ts';
export { TokenUnavailable, type UnavailableFacts } from './errors/token-unavailable.ts';
export type { MitsCounts } from './events/counts.ts';
export type {
  MitsEvent,
  RequestRefused,
  ServedFrom,
  StoreFailed,
  TokenServed,
  UpstreamAsked,
} from './events/mits-event.ts';
export type { IdentitySelector, MitsCaller, MitsIdentity } from './identity/managed-identity.ts';
export { readQuery, type TokenQuestion } from './query/read-query.ts';
export {
  createRelyingParty,
  type OpenIdentityClient,
  type RelyingParty,
  type RelyingPartyOptions,
  type UpstreamQuestion,
  type UpstreamToken,
} from './relying-party/relying-party.ts';
export type {
  ClaimVerdict,
  ClusterToken,
  ClusterTokenStore,
  PublicationVerdict,
  TokenClaim,
  TokenPublication,
} from './stores/cluster-token-store.ts';
export {
  createMemoryClusterTokenStore,
  type MemoryClusterTokenStoreOptions,
} from './stores/memory-cluster-token-store.ts';
export {
  createRedisClusterTokenStore,
  type RedisClusterTokenStoreOptions,
} from './stores/redis-cluster-token-store.ts';
export type { StoreLimits } from './stores/store-limits.ts';
