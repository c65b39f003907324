import {
  type CompactJws,
  HoldfastError,
  importVerificationKey,
  type JsonValue,
  type KeySetKey,
  verifyCompactJws,
} from '@holdfast/core';
import { type Finding, refusal, verdict } from '../facts/finding.ts';
import type { TrustedKeys } from '../facts/question.ts';

/**
 * Verifies an access token under the trusted keys: the key that it names, the signature, the issuer.
 *
 * Not checked: audience, times and permissions.
 *
 * @returns what is wrong; nothing where all of it is right
 */
export async function verifyToken(jws: CompactJws, trusted: TrustedKeys): Promise<readonly Finding[]> {
  const { kid, alg } = jws.header;
  const key = trusted.keys.find((one) => one.kid === kid);
  if (kid === undefined || key === undefined) {
    return [refusal('ERR_ISSUER_KEY_UNKNOWN', kid === undefined ? { detail: 'no kid' } : {})];
  }
  try {
    await verifyCompactJws(jws, { key: await importVerificationKey(key.jwk, alg) });
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    return [error.code === 'ERR_SIGNATURE_INVALID' ? refusal('ERR_TOKEN_SIGNATURE') : verdict(error)];
  }
  return judgeIssuer(jws, { key, issuers: trusted.issuers });
}

function judgeIssuer(
  { payload }: CompactJws,
  { key, issuers }: { readonly key: KeySetKey; readonly issuers: readonly string[] | undefined },
): readonly Finding[] {
  const { iss, tid } = payload;
  const findings: Finding[] = [];
  if (issuers !== undefined && !issuers.some((issuer) => fill(issuer, tid) === iss))
    findings.push(refusal('ERR_ISSUER_UNKNOWN'));
  // The mark of a key is the issuer of v2 tokens; those of v1 must come from the same tenant.
  const isTenants = key.issuer === undefined || (typeof tid === 'string' && fill(key.issuer, tid)?.includes(tid));
  if (!isTenants && fill(key.issuer ?? '', tid) !== iss) findings.push(refusal('ERR_ISSUER_KEY_FOREIGN'));
  return findings;
}

function fill(issuer: string, tid: JsonValue | undefined): string | undefined {
  if (!issuer.includes('{tenantid}')) return issuer;
  return typeof tid === 'string' ? issuer.replace('{tenantid}', tid) : undefined;
}
