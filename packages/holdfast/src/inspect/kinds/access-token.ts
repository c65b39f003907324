import { type CompactJws, decodeCompactJws, type JsonObject } from '@holdfast/core';
import type { Explanation } from '../facts/explanation.ts';
import { type Finding, finding, judge, refusal } from '../facts/finding.ts';
import type { Recogniser } from '../facts/kind.ts';
import type { Question } from '../facts/question.ts';
import { verifyToken } from '../issuer/verify-token.ts';
import { type LooseJws, readLooseJws } from '../tolerant/loose-jws.ts';
import { headerWords, tokenWords } from '../words/claim-words.ts';
import { type DescribedCnf, describeCnf } from '../words/describe-cnf.ts';
import { describeMembers, describeSignature } from '../words/describe-members.ts';
import { judgeTokenClaims, looksLikeIdToken } from './judge-token-claims.ts';

/** Recognises any other signed token as an access token: an API would have to. */
export const recogniseAccessToken: Recogniser = (subject) => {
  const jws = readLooseJws(subject);
  return jws === undefined ? undefined : async (question) => explainAccessToken(jws, question);
};

/** An access token explained, with its binding for whoever compares a proof with it. */
export interface ExplainedToken extends Explanation {
  readonly binding: DescribedCnf | undefined;
}

/** Explains an access token; an id_token is explained as one that was taken for it. */
export async function explainAccessToken(jws: LooseJws, question: Question): Promise<ExplainedToken> {
  const { header, payload, signature } = jws;
  const { now } = question;
  const isIdToken = payload !== undefined && looksLikeIdToken(payload);
  const binding = payload?.['cnf'] === undefined ? undefined : await describeCnf(payload['cnf'], 'payload');
  const { value: strict, findings: refused } = await judge(() => decodeCompactJws(jws.text));
  const signed = await judgeSignature(strict, question);
  const isVerified = strict !== undefined && question.trusted !== undefined && signed.length === 0;
  return {
    kind: isIdToken ? 'id-token' : 'access-token',
    title: isIdToken ? 'id_token' : `Access token${shapeOf(payload)}`,
    members: [
      ...describeMembers(header, { part: 'header', words: headerWords, now }),
      ...describeMembers(payload ?? {}, { part: 'payload', words: tokenWords, except: ['cnf'], now }),
      ...(binding?.members ?? []),
      describeSignature(signature, isVerified ? 'verified, with a key of the issuer that was trusted' : undefined),
    ],
    findings: [
      ...refused,
      ...jws.findings,
      ...(isIdToken ? [finding('INSPECT_ID_TOKEN')] : []),
      ...judgeTokenClaims({ header, payload: payload ?? {} }, question, isIdToken),
      ...(binding === undefined ? [] : await judgeBinding(binding, question)),
      ...signed,
    ],
    inside: [],
    binding,
  };
}

const versions: ReadonlyMap<unknown, string> = new Map([
  ['1.0', ', v1'],
  ['2.0', ', v2'],
]);

function shapeOf(payload: JsonObject | undefined): string {
  const version = versions.get(payload?.['ver']) ?? '';
  // Who holds such a token acts for somebody, which matters more than anything else in it.
  return payload?.['scp'] === undefined ? version : `${version}, delegated by a user`;
}

async function judgeBinding(
  { findings, confirmation }: DescribedCnf,
  { certificate }: Question,
): Promise<readonly Finding[]> {
  const wanted = confirmation?.certificateThumbprint;
  if (wanted === undefined || certificate === undefined) return findings;
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(certificate))).toString('base64url');
  return digest === wanted ? findings : [...findings, refusal('ERR_CERTIFICATE_MISMATCH')];
}

async function judgeSignature(strict: CompactJws | undefined, { trusted }: Question): Promise<readonly Finding[]> {
  // What the front door refuses is not verified: that is what the door is for.
  if (strict === undefined) return [];
  return trusted === undefined ? [finding('INSPECT_SIGNATURE_UNCHECKED')] : verifyToken(strict, trusted);
}
