import { isGuid, type JsonObject, type JsonValue } from '@holdfast/core';
import { toRelativeTime } from '../../terminal/relative-time.ts';
import { asText } from '../facts/as-text.ts';
import { type Finding, finding, refusal } from '../facts/finding.ts';
import type { Question } from '../facts/question.ts';

/** The two readable parts of a token. */
export interface TokenParts {
  readonly header: JsonObject;
  readonly payload: JsonObject;
}

type Rule = (parts: TokenParts, now: number) => Finding | undefined;

// The leeway of the validator, which owners know.
const toleranceSeconds = 60;
const daySeconds = 86_400;

// In the order in which a validator comes to them.
const rules: readonly Rule[] = [
  ({ header: { typ } }) => {
    const isKnown = typ === undefined || (typeof typ === 'string' && ['jwt', 'at+jwt'].includes(typ.toLowerCase()));
    return isKnown ? undefined : refusal('ERR_TOKEN_TYPE');
  },
  ({ header: { kid } }) => (kid === undefined ? refusal('ERR_ISSUER_KEY_UNKNOWN', { detail: 'no kid' }) : undefined),
  ({ payload: { iss } }) =>
    isHttps(iss) ? undefined : refusal('ERR_ISSUER_UNKNOWN', { detail: 'iss is no https address' }),
  ({ payload: { tid } }) =>
    tid === undefined || isGuid(tid) ? undefined : refusal('ERR_ISSUER_TENANT', { detail: 'tid' }),
  ({ payload: { iss, tid } }) => {
    const named = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(asText(iss))?.[0];
    const agrees = named === undefined || tid === undefined || named === tid;
    return agrees ? undefined : refusal('ERR_ISSUER_TENANT', { detail: 'iss names another tenant than tid' });
  },
  ({ payload: { aud } }) => (typeof aud === 'string' && aud !== '' ? undefined : malformed('aud')),
  ({ payload: { exp } }) => (isTime(exp) ? undefined : malformed('exp')),
  ({ payload: { iat } }) => (isTime(iat) ? undefined : malformed('iat')),
  ({ payload: { exp, iat, nbf } }) =>
    isTime(exp) && ((isTime(iat) && exp <= iat) || (isTime(nbf) && exp <= nbf)) ? malformed('exp') : undefined,
  ({ payload: { exp } }, now) =>
    isTime(exp) && now >= exp + toleranceSeconds
      ? refusal('ERR_TOKEN_EXPIRED', { detail: toRelativeTime(exp, now) })
      : undefined,
  ({ payload: { iat, nbf } }, now) => {
    const begins = Math.max(isTime(iat) ? iat : 0, isTime(nbf) ? nbf : 0);
    return begins > now + toleranceSeconds
      ? refusal('ERR_TOKEN_NOT_YET_VALID', { detail: toRelativeTime(begins, now) })
      : undefined;
  },
  ({ payload: { exp, iat } }) =>
    isTime(exp) && isTime(iat) && exp - iat > daySeconds + 4 * 3600 ? finding('INSPECT_LONG_LIFE') : undefined,
];

// An id_token has none of these, and nobody misses them there.
const accessRules: readonly Rule[] = [
  ({ payload: { scp, roles } }) =>
    isFilled(scp) || isFilled(roles)
      ? undefined
      : refusal('ERR_TOKEN_NOT_ACCESS_TOKEN', { detail: 'neither scp nor roles' }),
  ({ payload: { azp, appid, client_id: id } }) =>
    [azp, appid, id].some(isFilled)
      ? undefined
      : refusal('ERR_TOKEN_NOT_ACCESS_TOKEN', { detail: 'no client is named' }),
  ({ payload: { cnf } }) => (cnf === undefined ? finding('INSPECT_BEARER') : undefined),
];

/** Judges what a token says of itself, by the rules of our validator. */
export function judgeTokenClaims(parts: TokenParts, { now }: Question, isIdToken: boolean): readonly Finding[] {
  const asked = isIdToken ? rules : [...rules, ...accessRules];
  return asked.flatMap((rule) => rule(parts, now) ?? []);
}

/** Tells whether a token has the claims of an id_token, or none that only an access token has. */
export function looksLikeIdToken(payload: JsonObject): boolean {
  const { scp, roles, azp, appid, client_id: id, nonce, at_hash: atHash, c_hash: codeHash } = payload;
  if ([nonce, atHash, codeHash].some((claim) => claim !== undefined)) return true;
  const isAccess = [scp, roles, azp, appid, id].some((claim) => claim !== undefined);
  return (
    !isAccess &&
    ['preferred_username', 'name', 'auth_time', 'email', 'login_hint', 'sid'].some(
      (name) => payload[name] !== undefined,
    )
  );
}

function malformed(claim: string): Finding {
  return refusal('ERR_TOKEN_CLAIM', { detail: `claim ${claim}` });
}

function isTime(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isFilled(value: JsonValue | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value.trim() !== '';
}

function isHttps(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:';
}
