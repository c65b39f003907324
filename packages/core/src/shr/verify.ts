import type { Bytes } from '../base/bytes.ts';
import { type Clock, epochSeconds } from '../base/clock.ts';
import { matchSha256 } from '../base/digest.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../base/strict-json.ts';
import type { KeyConfirmation } from '../cnf/confirmation.ts';
import { ShrInvalid } from '../errors/shr-invalid.ts';
import { checkSignature } from '../jws/verify.ts';
import { type DecodedShr, hashedClaim, optionalTextClaim, textClaim, timeClaim } from './decode.ts';
import { chooseDialect, type DialectRules, type ShrDialect } from './dialects.ts';
import type { Familiar } from './familiar.ts';
import { type HeaderField, matchHeaders } from './hashed-parts.ts';
import { type FoundProofKey, findProofKey } from './proof-keys.ts';
import { replayIdOf } from './replay-id.ts';
import type { ShrMemory } from './shr-memory.ts';

/** The request as the resource knows it, from its own configuration and the raw request target. */
export interface ReceivedRequest {
  /** The method, in the letter case it came in. */
  readonly method: string;
  /** The host the owner configured, lower case, with its port unless that is 443. Never a header of the request. */
  readonly host: string;
  /** Raw and undecoded. */
  readonly path: string;
  /** Raw and undecoded, without `?`. */
  readonly query: string;
  /** Every header line, in order and repeats included. */
  readonly headers: readonly HeaderField[];
  /** The raw body. Without it, a proof that covers the body is refused. */
  readonly body?: Bytes | undefined;
}

/** What a proof is verified against. */
export interface VerifyShrOptions {
  /** The proof, as {@link decodeSignedHttpRequest} gave it. */
  readonly shr: DecodedShr;
  /** From the `cnf` claim of the access token, after that token was verified. */
  readonly confirmation: KeyConfirmation;
  /** The request that the proof came with. */
  readonly request: ReceivedRequest;
  /** Shapes of proof that are accepted. @default `['strict']` */
  readonly dialects?: readonly ShrDialect[] | undefined;
  /** Oldest proof, in seconds. @default 300 */
  readonly windowSeconds?: number | undefined;
  /** How far ahead the client's clock may be, in seconds. @default 60 */
  readonly futureSeconds?: number | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /** Remembers keys, and what later proofs will repeat. @default none: every proof imports its key anew */
  readonly memory?: ShrMemory | undefined;
}

/** The evidence a verified proof leaves. */
export interface VerifiedShr {
  /** The shape it was accepted under, which says what it covers. */
  readonly dialect: ShrDialect;
  /** Thumbprint of the key that signed. */
  readonly thumbprint: string;
  /**
   * What to claim in a replay store, once, until `signedAt` plus the window: equal for two proofs only if one is a copy, and the same for every
   * copy that can be made without the key.
   */
  readonly replayId: string;
  /** `ts`, in epoch seconds. */
  readonly signedAt: number;
  /** The server nonce it carries; its value was not looked at. */
  readonly nonce?: string | undefined;
  /** The random id that the client gave it. */
  readonly jti?: string | undefined;
  /** `client_claims`: text that the holder of the key signed. The authority did not vouch for it. */
  readonly clientClaims?: string | undefined;
}

/**
 * Verifies that a signed HTTP request was made by the holder of the bound key, for this request, now.
 *
 * Not checked: the access token (verify it first); the value of the nonce; replay. Check the returned `nonce`, then claim the returned
 * `replayId` once.
 *
 * @throws {@link ShrInvalid} `ERR_SHR_…` with the claim that failed
 * @throws {@link SignatureInvalid} `ERR_SIGNATURE_INVALID`
 * @see draft-ietf-oauth-signed-http-request-03 section 4
 *
 * @example
 * ```ts
 * import { decodeSignedHttpRequest, type KeyConfirmation, type ReplayStore, verifySignedHttpRequest } from '@holdfast/core';
 *
 * // `confirmation` comes from the access token inside the proof, after that token was verified.
 * export async function isFirstUse(proof: string, confirmation: KeyConfirmation, replay: ReplayStore): Promise<boolean> {
 *   const { thumbprint, replayId, signedAt } = await verifySignedHttpRequest({
 *     shr: decodeSignedHttpRequest(proof),
 *     confirmation,
 *     request: { method: 'GET', host: 'api.example', path: '/orders', query: 'page=2', headers: [] },
 *   });
 *   return replay.claimOnce({ id: replayId, owner: thumbprint, expiresAt: signedAt + 300 });
 * }
 * ```
 */
export async function verifySignedHttpRequest(options: VerifyShrOptions): Promise<VerifiedShr> {
  return verifyShrAtOnce(options);
}

/**
 * Verifies as {@link verifySignedHttpRequest} does, and answers at once where nothing has to be waited for: on Node, for a proof whose key is
 * remembered, and that covers neither headers nor body. What it throws it may throw at once as well.
 *
 * Not checked: the access token, the value of the nonce, and replay, as there.
 *
 * @throws {@link ShrInvalid} `ERR_SHR_…` with the claim that failed
 * @throws {@link SignatureInvalid} `ERR_SIGNATURE_INVALID`
 * @see draft-ietf-oauth-signed-http-request-03 section 4
 *
 * @example
 * ```ts
 * import { decodeSignedHttpRequest, type KeyConfirmation, type ReceivedRequest, type VerifiedShr } from '@holdfast/core';
 * import { createShrMemory, verifyShrAtOnce } from '@holdfast/core/shr-memory';
 *
 * const memory = createShrMemory();
 *
 * // `confirmation` comes from the access token inside the proof, after that token was verified.
 * export function judge(
 *   proof: string,
 *   confirmation: KeyConfirmation,
 *   request: ReceivedRequest,
 * ): VerifiedShr | Promise<VerifiedShr> {
 *   return verifyShrAtOnce({ shr: decodeSignedHttpRequest(proof, memory), confirmation, request, memory });
 * }
 * ```
 */
export function verifyShrAtOnce(options: VerifyShrOptions): VerifiedShr | Promise<VerifiedShr> {
  const { shr, confirmation, memory } = options;
  checkTogether(shr);
  const { header, payload } = shr.jws;
  const rules = chooseDialect(shr.jws, options.dialects ?? ['strict']);
  const key =
    familiarKey(shr, confirmation) ??
    findProofKey({ confirmation, embedded: embeddedKey(payload), alg: header.alg, memory: memory?.keys });
  const verify = (found: Familiar | FoundProofKey) => verifyUnder(found, rules, options);
  return 'then' in key ? key.then(verify) : verify(key);
}

function verifyUnder(
  found: Familiar | FoundProofKey,
  rules: DialectRules,
  options: VerifyShrOptions,
): VerifiedShr | Promise<VerifiedShr> {
  const { shr, confirmation, memory } = options;
  const named = rules.readKid(shr.jws.header.kid);
  if (named !== undefined && named !== confirmation.thumbprint)
    throw new ShrInvalid('ERR_SHR_KEY_MISMATCH', { detail: 'kid' });
  const judge = (): VerifiedShr | Promise<VerifiedShr> => {
    if ('remember' in found) {
      found.remember();
      memory?.keep(shr.jws, { confirmation, key: found.key });
    }
    return judgeClaims(rules, options);
  };
  const signed = checkSignature(shr.jws, found.key);
  return signed === undefined ? judge() : signed.then(judge);
}

/** The claims of a proof whose signature has verified. */
function judgeClaims(rules: DialectRules, options: VerifyShrOptions): VerifiedShr | Promise<VerifiedShr> {
  const { shr, request, memory } = options;
  const { payload } = shr.jws;
  const signedAt = checkTime(payload, options);
  checkTarget(payload, request, rules);
  const isCovered = rules.matchQuery(payload['q'], request.query, memory?.queries);
  const hasMore = payload['h'] !== undefined || payload['b'] !== undefined;
  const found = { dialect: rules.dialect, signedAt };
  if (isCovered === true && !hasMore) return describe(found, options);
  return checkHashes(isCovered, options).then(() => describe(found, options));
}

async function checkHashes(isCovered: boolean | Promise<boolean>, { shr, request }: VerifyShrOptions): Promise<void> {
  const { h, b } = shr.jws.payload;
  if (!(await isCovered)) throw new ShrInvalid('ERR_SHR_QUERY', { claim: 'q' });
  if (h !== undefined && !(await matchHeaders(hashedClaim(h, 'h'), request.headers))) {
    throw new ShrInvalid('ERR_SHR_HEADERS', { claim: 'h' });
  }
  if (b !== undefined) await checkBody(textClaim(b, 'b'), request.body);
}

function describe(
  { dialect, signedAt }: Pick<VerifiedShr, 'dialect' | 'signedAt'>,
  { shr, confirmation }: VerifyShrOptions,
): VerifiedShr {
  const { payload, signature } = shr.jws;
  return {
    dialect,
    thumbprint: confirmation.thumbprint,
    replayId: replayIdOf(signature),
    signedAt,
    nonce: optionalTextClaim(payload['nonce'], 'nonce'),
    jti: optionalTextClaim(payload['jti'], 'jti'),
    clientClaims: optionalTextClaim(payload['client_claims'], 'client_claims'),
  };
}

// The very objects, not their like: what was found for this reading of the token, and for the key as it stands in this proof.
function familiarKey({ familiar, jws }: DecodedShr, confirmation: KeyConfirmation): Familiar | undefined {
  if (familiar === undefined || familiar.confirmation !== confirmation) return undefined;
  // A token that names its key by thumbprint leaves it to each proof to bring the key along.
  if (familiar.cnf === undefined && confirmation.form !== 'jwk') return undefined;
  return familiar.cnf === jws.payload['cnf'] && familiar.key.alg === jws.header.alg ? familiar : undefined;
}

// The parts of a decoded proof may have been put together by hand; a proof for one token must never vouch for another.
function checkTogether({ jws, accessToken }: DecodedShr): void {
  if (jws.header.typ !== 'pop') throw new ShrInvalid('ERR_SHR_TYP');
  if (jws.payload['at'] !== accessToken) throw new ShrInvalid('ERR_SHR_ACCESS_TOKEN_MISMATCH', { claim: 'at' });
}

// The key comes from the token; the proof may only repeat it, or supply it where the token names it by thumbprint.
function embeddedKey(payload: JsonObject): JsonValue | undefined {
  const cnf = payload['cnf'];
  if (cnf === undefined) return undefined;
  const { jwk, ...others } = isJsonObject(cnf) ? cnf : {};
  // Anything beside the key would be a condition that nobody enforces.
  if (jwk === undefined || Object.keys(others).length > 0) throw new ShrInvalid('ERR_SHR_CNF', { claim: 'cnf' });
  return jwk;
}

function checkTime(payload: JsonObject, options: VerifyShrOptions): number {
  const signedAt = timeClaim(payload['ts'], 'ts');
  const now = epochSeconds(options.clock ?? Date.now);
  // Asked this way round, so that a clock or a window that is not a number lets nothing in.
  const isRecent = signedAt >= now - (options.windowSeconds ?? 300);
  if (!isRecent) throw new ShrInvalid('ERR_SHR_STALE', { claim: 'ts' });
  const hasHappened = signedAt <= now + (options.futureSeconds ?? 60);
  if (!hasHappened) throw new ShrInvalid('ERR_SHR_FUTURE', { claim: 'ts' });
  return signedAt;
}

function checkTarget(payload: JsonObject, request: ReceivedRequest, rules: DialectRules): void {
  if (textClaim(payload['m'], 'm') !== request.method) throw new ShrInvalid('ERR_SHR_METHOD', { claim: 'm' });
  if (!rules.matchHost(textClaim(payload['u'], 'u'), request.host))
    throw new ShrInvalid('ERR_SHR_HOST', { claim: 'u' });
  if (!rules.matchPath(pathClaim(payload, rules), request.path)) throw new ShrInvalid('ERR_SHR_PATH', { claim: 'p' });
}

// msal-browser writes an empty path for an address without one.
function pathClaim(payload: JsonObject, rules: DialectRules): string {
  if (rules.dialect === 'msal-browser' && payload['p'] === '') return '';
  return textClaim(payload['p'], 'p');
}

async function checkBody(claim: string, body: Bytes | undefined): Promise<void> {
  if (body === undefined) throw new ShrInvalid('ERR_SHR_BODY_UNAVAILABLE', { claim: 'b' });
  if (!(await matchSha256(body, claim))) throw new ShrInvalid('ERR_SHR_BODY', { claim: 'b' });
}
