import { decodeSignedHttpRequest, type KeyConfirmation } from '@holdfast/core';
import { asText } from '../facts/as-text.ts';
import type { Explanation, Member } from '../facts/explanation.ts';
import { type Finding, finding, judge, refusal } from '../facts/finding.ts';
import { type Recogniser, subjectOf } from '../facts/kind.ts';
import type { Question } from '../facts/question.ts';
import { type LooseJws, readLooseJws } from '../tolerant/loose-jws.ts';
import { headerWords, proofWords } from '../words/claim-words.ts';
import { type DescribedKey, describeKey } from '../words/describe-key.ts';
import { describeMembers, describeSignature } from '../words/describe-members.ts';
import { type ExplainedToken, explainAccessToken } from './access-token.ts';
import { type JudgedProof, judgeProof } from './judge-proof.ts';
import { dialectOf, judgeShape } from './proof-shape.ts';

/** Recognises a signed HTTP request, by its `typ` or by the access token inside. */
export const recogniseSignedHttpRequest: Recogniser = (subject) => {
  const jws = readLooseJws(subject);
  const isProof = asText(jws?.header['typ']).toLowerCase() === 'pop' || typeof jws?.payload?.['at'] === 'string';
  return jws === undefined || !isProof ? undefined : async (question) => explainProof(jws, question);
};

async function explainProof(jws: LooseJws, question: Question): Promise<Explanation> {
  const { header, signature } = jws;
  const payload = jws.payload ?? {};
  const { now } = question;
  const token = await explainInner(payload['at'], question);
  const cnf = payload['cnf'];
  const embedded = cnf === undefined ? undefined : await describeKey(Object(cnf)['jwk'], 'payload');
  const dialect = dialectOf(jws);
  const { value: shr, findings: refused } = await judge(() => decodeSignedHttpRequest(jws.text));
  const confirmation = token?.binding?.confirmation?.key ?? ownKey(embedded);
  const proved =
    shr === undefined || confirmation === undefined
      ? undefined
      : await judgeProof({ shr, confirmation, dialect, question });
  return {
    kind: 'signed-http-request',
    title: `Signed HTTP request (PoP)${dialect === 'strict' ? '' : `, as ${dialect} writes it`}`,
    members: [
      ...describeMembers(header, { part: 'header', words: headerWords, now }),
      ...(payload['at'] === undefined ? [] : [innerMember]),
      ...describeMembers(payload, { part: 'payload', words: proofWords, except: ['at', 'cnf'], now }),
      ...(embedded?.members ?? []).map((member) => ({ ...member, name: `cnf.jwk.${member.name}` })),
      describeSignature(signature, signedBy(token, proved)),
    ],
    findings: unique([
      ...refused,
      ...jws.findings,
      ...(embedded?.findings ?? []).filter(({ code }) => code !== 'INSPECT_KEY_LABEL'),
      ...judgeInner(token),
      ...(proved?.findings ?? []),
      ...judgeShape(payload, dialect, question),
    ]),
    inside: token === undefined ? [] : [token],
  };
}

const innerMember: Member = { part: 'payload', name: 'at', value: '(the access token, see below)' };

async function explainInner(at: unknown, question: Question): Promise<ExplainedToken | undefined> {
  const jws = typeof at === 'string' ? readLooseJws(subjectOf(at)) : undefined;
  if (jws === undefined) return undefined;
  const token = await explainAccessToken(jws, question);
  // Said of the proof, where it is an error and not a property of the token.
  return { ...token, findings: token.findings.filter(({ code }) => code !== 'INSPECT_BEARER') };
}

function judgeInner(token: ExplainedToken | undefined): readonly Finding[] {
  if (token === undefined) return [];
  if (token.binding === undefined) return [finding('INSPECT_TOKEN_UNBOUND')];
  const { confirmation } = token.binding;
  const isOther = confirmation !== undefined && confirmation.key === undefined;
  return isOther ? [refusal('ERR_BINDING_PROOF_UNEXPECTED')] : [];
}

function signedBy(token: ExplainedToken | undefined, proved: JudgedProof | undefined): string | undefined {
  if (proved?.isSigned !== true) return undefined;
  const isBound = token?.binding?.confirmation?.key !== undefined;
  return isBound
    ? 'verified, with the key that the access token is bound to'
    : 'verified, with the key in the proof itself';
}

function ownKey(embedded: DescribedKey | undefined): KeyConfirmation | undefined {
  const key = embedded?.key;
  return key === undefined ? undefined : { form: 'jwk', ...key };
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((one) => [`${one.code} ${one.message}`, one])).values()];
}
