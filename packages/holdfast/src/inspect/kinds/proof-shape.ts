import { decodeBase64url, decodeUtf8, HoldfastError, type JsonObject, type ShrDialect } from '@holdfast/core';
import { type Finding, finding, refusal } from '../facts/finding.ts';
import type { Question } from '../facts/question.ts';
import type { LooseJws } from '../tolerant/loose-jws.ts';

const dotnetClaims = ['at', 'ts', 'm', 'u', 'p', 'nonce', 'cnf'];

/** Tells by the shape of a proof which client writes such proofs. */
export function dialectOf({ header, payload = {} }: LooseJws): ShrDialect {
  if (isWrappedKid(header['kid'])) return 'msal-browser';
  const names = Object.keys(payload);
  const isDotnet = names.length === dotnetClaims.length && dotnetClaims.every((name) => names.includes(name));
  return isDotnet ? 'msal-dotnet' : 'strict';
}

/** Says what a proof does not cover, and what is odd about its shape. */
export function judgeShape(payload: JsonObject, dialect: ShrDialect, question: Question): readonly Finding[] {
  const findings: Finding[] = [];
  if (dialect !== 'strict') findings.push(finding('INSPECT_DIALECT', dialect));
  if (payload['q'] === undefined && dialect !== 'strict') findings.push(finding('INSPECT_QUERY_UNSIGNED'));
  const method = payload['m'];
  if (payload['b'] === undefined && typeof method === 'string' && /^(?:POST|PUT|PATCH)$/i.test(method))
    findings.push(finding('INSPECT_BODY_UNSIGNED'));
  if (payload['jti'] === undefined && payload['nonce'] === undefined) findings.push(finding('INSPECT_JTI_MISSING'));
  if (payload['nonce'] === undefined) findings.push(refusal('ERR_NONCE_MISSING', { severity: 'note' }));
  else if (question.nonce !== undefined && payload['nonce'] !== question.nonce)
    findings.push(finding('INSPECT_NONCE_MISMATCH'));
  return findings;
}

function isWrappedKid(kid: unknown): boolean {
  if (typeof kid !== 'string' || kid.length !== 71) return false;
  try {
    return /^\{"kid":".{43}"\}$/.test(decodeUtf8(decodeBase64url(kid)));
  } catch (error) {
    if (error instanceof HoldfastError) return false;
    throw error;
  }
}
