import {
  type CompactJws,
  importVerificationKey,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type PublicJwk,
  verifyCompactJws,
} from '@holdfast/core';
import type { Application, Directory, FederatedCredential } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { issuerV1, issuerV2 } from '../origin/addresses.ts';
import type { TokenFacts } from '../revocation/revocation.ts';
import { isClaimTime } from './claim-time.ts';

/** What tokens of this authority are judged by when they come back as assertions. */
export interface FederationFacts {
  /** Of the STS, as it is in their issuer. */
  readonly origin: string;
  readonly directory: Directory;
  /** Finds a key that signs tokens, among those that are published. */
  readonly findKey: (kid: string) => PublicJwk | undefined;
  readonly isRevoked: (token: TokenFacts) => boolean;
}

const skewSeconds = 300;

/** Tells whether an assertion says that it is a token of this authority. Not checked: whether it is. */
export function isOwnToken({ payload }: CompactJws, { origin, directory }: FederationFacts): boolean {
  return directory.tenants.some(({ id }) => issuersOf(origin, id).includes(payload['iss'] ?? null));
}

/**
 * Verifies a token of this authority that an application shows as its own assertion, because it trusts whoever the token is for.
 *
 * Everything that an API would ask about the token is asked here too, its revocation first of all: whoever was revoked must not live on in
 * the tokens of others.
 *
 * Not checked: what the token is bound to, and whether it was used before.
 *
 * @param options - `at` is epoch milliseconds
 * @throws {@link TokenRefused} `assertionNotVerified`, `assertionTimeWrong`, `federatedAudienceWrong`, `federatedSubjectUnknown`,
 *   `federatedTokenRevoked`
 * @see RFC 7523 section 3
 */
export async function verifyFederatedAssertion(
  jws: CompactJws,
  options: { readonly application: Application; readonly federation: FederationFacts; readonly at: number },
): Promise<void> {
  const { application, federation, at } = options;
  await verifySignature(jws, federation);
  checkTimes(jws.payload, Math.floor(at / 1000));
  const trusted = application.federatedCredentials?.filter(({ audience }) => audience === jws.payload['aud']) ?? [];
  if (trusted.length === 0) throw new TokenRefused('federatedAudienceWrong');
  const subject = findSubject(jws.payload, federation);
  if (!trusted.some((one) => isMeant(one, subject))) throw new TokenRefused('federatedSubjectUnknown');
  if (federation.isRevoked(readFacts(jws.payload))) throw new TokenRefused('federatedTokenRevoked');
}

async function verifySignature(jws: CompactJws, { findKey }: FederationFacts): Promise<void> {
  const { kid, alg, typ } = jws.header;
  const jwk = kid === undefined ? undefined : findKey(kid);
  if (jwk === undefined || typ !== 'JWT') throw new TokenRefused('assertionNotVerified', 'The key was not found');
  await importVerificationKey(jwk, alg)
    .then((key) => verifyCompactJws(jws, { key }))
    .catch((cause: unknown) => {
      throw new TokenRefused('assertionNotVerified', 'The signature does not verify', cause);
    });
}

function checkTimes({ nbf, exp, iat }: JsonObject, now: number): void {
  const isInForce =
    isClaimTime(nbf) && isClaimTime(exp) && isClaimTime(iat) && nbf <= now + skewSeconds && now < exp + skewSeconds;
  if (!isInForce) throw new TokenRefused('assertionTimeWrong');
}

interface Subject {
  readonly kind: 'identity' | 'application';
  readonly name: string;
}

// By object id, in the tenant that issued the token: names are for people who write files.
function findSubject(payload: JsonObject, { origin, directory }: FederationFacts): Subject | undefined {
  const { oid, sub, tid, iss, idtyp } = payload;
  const isSound =
    oid === sub && idtyp === 'app' && typeof tid === 'string' && issuersOf(origin, tid).includes(iss ?? null);
  if (!isSound) return undefined;
  const isIt = ({ objectId, tenantId }: Application): boolean => objectId === oid && tenantId === tid;
  const identity = directory.identities.find(isIt);
  if (identity !== undefined) return { kind: 'identity', name: identity.name };
  const application = directory.applications.find(isIt);
  return application === undefined ? undefined : { kind: 'application', name: application.name };
}

function isMeant({ kind, name }: FederatedCredential, subject: Subject | undefined): boolean {
  return subject?.kind === kind && subject.name === name;
}

function readFacts({ uti, oid, appid, azp, iat, cnf }: JsonObject): TokenFacts {
  const thumbprint = isJsonObject(cnf) ? cnf['x5t#S256'] : undefined;
  return {
    uti: textOf(uti),
    objectId: textOf(oid),
    clientId: textOf(azp ?? appid),
    certificateThumbprint: textOf(thumbprint),
    issuedAt: Number(iat),
  };
}

function issuersOf(origin: string, tenantId: string): readonly JsonValue[] {
  return [issuerV2(origin, tenantId), issuerV1(origin, tenantId)];
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
