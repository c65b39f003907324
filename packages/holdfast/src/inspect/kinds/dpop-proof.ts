import { findAlgorithm, importVerificationKey, type JsonObject, type JsonValue, sha256Base64url } from '@holdfast/core';
import { asText } from '../facts/as-text.ts';
import type { Explanation } from '../facts/explanation.ts';
import { type Finding, finding, judge, refusal } from '../facts/finding.ts';
import { type Recogniser, subjectOf } from '../facts/kind.ts';
import type { KnownRequest, Question } from '../facts/question.ts';
import { type LooseJws, readLooseJws } from '../tolerant/loose-jws.ts';
import { dpopWords, headerWords } from '../words/claim-words.ts';
import { type DescribedKey, describeKey } from '../words/describe-key.ts';
import { describeMembers, describeSignature } from '../words/describe-members.ts';

const windowSeconds = 300;
const futureSeconds = 60;

/** Recognises a DPoP proof by its `typ`, or by its claims. */
export const recogniseDpopProof: Recogniser = (subject) => {
  const jws = readLooseJws(subject);
  const isProof = asText(jws?.header['typ']).toLowerCase() === 'dpop+jwt' || jws?.payload?.['htm'] !== undefined;
  return jws === undefined || !isProof ? undefined : async (question) => explainDpopProof(jws, question);
};

async function explainDpopProof(jws: LooseJws, question: Question): Promise<Explanation> {
  const { header, signature } = jws;
  const payload = jws.payload ?? {};
  const { now } = question;
  const key = await describeKey(header['jwk'], 'header');
  const signed = await judgeSignature(jws, key);
  return {
    kind: 'dpop-proof',
    title: 'DPoP proof',
    members: [
      ...describeMembers(header, { part: 'header', words: headerWords, except: ['jwk'], now }),
      ...key.members.map((member) => ({ ...member, name: `jwk.${member.name}` })),
      ...describeMembers(payload, { part: 'payload', words: dpopWords, now }),
      describeSignature(signature, signed?.length === 0 ? 'verified, with the key in the header' : undefined),
    ],
    findings: [
      ...jws.findings,
      ...key.findings,
      ...judgeHeader(header),
      ...judgeClaims(payload, question),
      ...judgeRequest(payload, question.request),
      ...(await judgeToken(payload, key, question)),
      ...(signed ?? []),
    ],
    inside: [],
  };
}

function judgeHeader(header: JsonObject): readonly Finding[] {
  const others = Object.keys(header).filter((name) => !['typ', 'alg', 'jwk'].includes(name));
  const isPlain = header['typ'] === 'dpop+jwt' && findAlgorithm(header['alg']) !== undefined && others.length === 0;
  return isPlain ? [] : [finding('INSPECT_DPOP_HEADER')];
}

function judgeClaims({ jti, htm, htu, iat, nonce }: JsonObject, question: Question): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [name, value] of Object.entries({ jti, htm, htu })) {
    if (typeof value !== 'string' || value === '') findings.push(finding('INSPECT_DPOP_CLAIM', name));
  }
  if (typeof iat !== 'number') findings.push(finding('INSPECT_DPOP_CLAIM', 'iat'));
  else if (iat < question.now - windowSeconds || iat > question.now + futureSeconds)
    findings.push(finding('INSPECT_DPOP_AGE'));
  if (nonce === undefined) findings.push(refusal('ERR_NONCE_MISSING', { severity: 'note' }));
  else if (question.nonce !== undefined && nonce !== question.nonce) findings.push(finding('INSPECT_NONCE_MISMATCH'));
  return findings;
}

function judgeRequest({ htm, htu }: JsonObject, request: KnownRequest | undefined): readonly Finding[] {
  const { method, address } = request ?? {};
  if (address === undefined) return [finding('INSPECT_REQUEST_UNKNOWN')];
  const findings: Finding[] = [];
  if (method !== undefined && htm !== method) findings.push(finding('INSPECT_DPOP_METHOD'));
  // Normalised as RFC 3986 section 6.2 has it, on both sides.
  if (normalise(htu) !== normalise(`https://${address.host}${address.path}`))
    findings.push(finding('INSPECT_DPOP_ADDRESS'));
  return findings;
}

function normalise(address: JsonValue | undefined): string | undefined {
  if (typeof address !== 'string' || !URL.canParse(address)) return undefined;
  const { origin, pathname, search, hash } = new URL(address);
  return `${origin}${pathname}${search}${hash}`;
}

async function judgeToken(
  { ath }: JsonObject,
  { key }: DescribedKey,
  { accessToken }: Question,
): Promise<readonly Finding[]> {
  if (accessToken === undefined) return [];
  const findings: Finding[] = [];
  if (ath !== (await sha256Base64url(accessToken))) findings.push(finding('INSPECT_DPOP_TOKEN'));
  const cnf = readLooseJws(subjectOf(accessToken))?.payload?.['cnf'];
  const jkt: unknown = Object(cnf)['jkt'] ?? Object(cnf)['kid'];
  if (jkt === undefined) findings.push(finding('INSPECT_TOKEN_UNBOUND'));
  else if (key !== undefined && jkt !== key.thumbprint) findings.push(finding('INSPECT_DPOP_KEY'));
  return findings;
}

// Undefined where there is nothing to verify with, which was said already.
async function judgeSignature(jws: LooseJws, { key }: DescribedKey): Promise<readonly Finding[] | undefined> {
  const alg = findAlgorithm(jws.header['alg'])?.alg;
  if (key === undefined || alg === undefined) return undefined;
  const { value, findings } = await judge(() => importVerificationKey(key.jwk, alg));
  if (value === undefined) return findings;
  const isGenuine = await value.verify(new TextEncoder().encode(jws.signingInput), jws.signature);
  return isGenuine ? [] : [refusal('ERR_PROOF_SIGNATURE')];
}
