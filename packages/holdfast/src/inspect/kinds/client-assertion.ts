import { createHash, X509Certificate } from 'node:crypto';
import {
  decodeCompactJws,
  importVerificationKey,
  type JsonObject,
  type JsonValue,
  parsePublicJwk,
} from '@holdfast/core';
import { toRelativeTime } from '../../terminal/relative-time.ts';
import type { Explanation } from '../facts/explanation.ts';
import { type Finding, finding, judge, refusal } from '../facts/finding.ts';
import type { Recogniser } from '../facts/kind.ts';
import type { Question } from '../facts/question.ts';
import { withoutPadding } from '../tolerant/loose-base64url.ts';
import { type LooseJws, readLooseJws } from '../tolerant/loose-jws.ts';
import { headerWords, tokenWords } from '../words/claim-words.ts';
import { describeMembers, describeSignature } from '../words/describe-members.ts';

const usualLifeSeconds = 600;

/** Recognises a client assertion: the client speaks for itself, to a token endpoint. */
export const recogniseClientAssertion: Recogniser = (subject) => {
  const jws = readLooseJws(subject);
  const { iss, sub, scp, roles } = jws?.payload ?? {};
  const isAssertion = typeof iss === 'string' && iss === sub && scp === undefined && roles === undefined;
  return jws === undefined || !isAssertion ? undefined : async (question) => explainAssertion(jws, question);
};

async function explainAssertion(jws: LooseJws, question: Question): Promise<Explanation> {
  const { header, signature } = jws;
  const payload = jws.payload ?? {};
  const { now } = question;
  const chain = typeof header['x5c'] === 'string' ? [header['x5c']] : header['x5c'];
  const certificates = Array.isArray(chain) ? `(${chain.length} certificates)` : undefined;
  const { findings: refused } = await judge(() => decodeCompactJws(jws.text, { allowX5c: true, relaxedX5t: true }));
  return {
    kind: 'client-assertion',
    title: 'Client assertion',
    members: [
      ...describeMembers(certificates === undefined ? header : { ...header, x5c: certificates }, {
        part: 'header',
        words: headerWords,
        now,
      }),
      ...describeMembers(payload, { part: 'payload', words: tokenWords, now }),
      describeSignature(signature),
    ],
    findings: [
      ...refused,
      ...jws.findings,
      ...judgeClaims(payload, now),
      ...judgeReference(header),
      ...(await judgeSigner(jws, question)),
    ],
    inside: [],
  };
}

function judgeClaims({ aud, exp, iat, nbf, jti }: JsonObject, now: number): readonly Finding[] {
  const findings: Finding[] = [];
  const begin = typeof nbf === 'number' ? nbf : iat;
  if (typeof aud !== 'string' || !URL.canParse(aud)) findings.push(finding('INSPECT_ASSERTION_CLAIM', 'aud'));
  if (typeof jti !== 'string' || jti === '') findings.push(finding('INSPECT_ASSERTION_CLAIM', 'jti'));
  if (typeof exp !== 'number') return [...findings, finding('INSPECT_ASSERTION_CLAIM', 'exp')];
  if (exp <= now) findings.push(refusal('ERR_TOKEN_EXPIRED', { detail: toRelativeTime(exp, now) }));
  if (typeof begin === 'number' && exp - begin > usualLifeSeconds) findings.push(finding('INSPECT_ASSERTION_LIFE'));
  return findings;
}

function judgeReference(header: JsonObject): readonly Finding[] {
  return ['x5t', 'x5t#S256'].flatMap((name) => {
    const value = header[name];
    return typeof value === 'string' && value.includes('=') ? [finding('INSPECT_PADDING', name)] : [];
  });
}

async function judgeSigner(jws: LooseJws, { certificate }: Question): Promise<readonly Finding[]> {
  if (certificate === undefined) return [finding('INSPECT_SIGNATURE_UNCHECKABLE')];
  const { header, signingInput, signature } = jws;
  const isNamed = namesCertificate(header, certificate);
  const { value: key, findings } = await judge(() => {
    const jwk = parsePublicJwk(new X509Certificate(certificate).publicKey.export({ format: 'jwk' }));
    return importVerificationKey(jwk, header['alg'] as 'RS256');
  });
  if (key === undefined) return findings;
  const isGenuine = await key.verify(new TextEncoder().encode(signingInput), signature);
  return [
    ...(isNamed ? [] : [refusal('ERR_CERTIFICATE_MISMATCH')]),
    ...(isGenuine ? [] : [refusal('ERR_TOKEN_SIGNATURE')]),
  ];
}

function namesCertificate({ x5t, 'x5t#S256': x5t256 }: JsonObject, der: Uint8Array): boolean {
  const digest = (name: string): string => createHash(name).update(der).digest('base64url');
  const isSame = (value: JsonValue | undefined, name: string): boolean =>
    value === undefined || (typeof value === 'string' && withoutPadding(value) === digest(name));
  return isSame(x5t, 'sha1') && isSame(x5t256, 'sha256');
}
