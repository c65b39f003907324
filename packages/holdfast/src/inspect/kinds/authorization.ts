import type { Explanation } from '../facts/explanation.ts';
import { type Finding, finding, refusal } from '../facts/finding.ts';
import { type Recogniser, subjectOf } from '../facts/kind.ts';
import type { Question } from '../facts/question.ts';
import { readLooseJws } from '../tolerant/loose-jws.ts';
import { explainAccessToken } from './access-token.ts';
import { recogniseDpopProof } from './dpop-proof.ts';
import { recogniseEncryptedToken } from './encrypted-token.ts';
import { recogniseSignedHttpRequest } from './signed-http-request.ts';

/** Recognises an `Authorization` field, with its name or by its scheme. */
export const recogniseAuthorization: Recogniser = ({ text }) => {
  const named = /^authorization:\s*/i.exec(text)?.[0];
  const isBare = /^(?:pop|bearer|dpop|mtls_pop|basic)\s+[A-Za-z0-9._~+/-]{16,}=*$/i.test(text);
  if (named === undefined && !isBare) return undefined;
  return async (question) => explainAuthorization(text.slice(named?.length ?? 0), question);
};

/** Recognises a `DPoP` field with its name. */
export const recogniseDpopField: Recogniser = ({ text }) => {
  const named = /^dpop:\s*/i.exec(text)?.[0];
  return named === undefined ? undefined : recogniseDpopProof(subjectOf(text.slice(named.length)));
};

/**
 * Explains the value of `Authorization`: its label, and the credential under it.
 *
 * The label decides nothing at an API, `cnf` does: a token bound to a key is refused under every label but the one of its proof.
 */
export async function explainAuthorization(value: string, question: Question): Promise<Explanation> {
  const [, scheme = '', credential = ''] =
    /^([A-Za-z][A-Za-z0-9_-]*) +([A-Za-z0-9._~+/-]+=*)$/.exec(value.trim()) ?? [];
  const label = scheme.toLowerCase();
  const inside = await explainCredential(credential, question);
  return {
    kind: 'authorization',
    title: `Authorization${scheme === '' ? '' : `: ${scheme}`}`,
    members: [{ part: 'field', name: 'scheme', value: scheme === '' ? '(none)' : scheme, says: labels.get(label) }],
    findings: scheme === '' ? [refusal('ERR_CREDENTIAL_MALFORMED')] : judgeLabel(label, inside),
    inside: inside === undefined ? [] : [inside],
  };
}

const labels: ReadonlyMap<string, string> = new Map(
  Object.entries({
    pop: 'a signed HTTP request with the access token in it',
    bearer: 'an access token alone',
    dpop: 'an access token whose proof stands in the DPoP field',
    mtls_pop: 'an access token that is bound to the certificate of the connection',
    basic: 'a name and a password: no token at all',
  }),
);

// By its looks, not by its label: what stands in the wrong place is then told as that.
async function explainCredential(credential: string, question: Question): Promise<Explanation | undefined> {
  const subject = subjectOf(credential);
  const proof = recogniseSignedHttpRequest(subject);
  if (proof !== undefined) return proof(question);
  const jws = readLooseJws(subject);
  return jws === undefined ? recogniseEncryptedToken(subject)?.(question) : explainAccessToken(jws, question);
}

function judgeLabel(label: string, inside: Explanation | undefined): readonly Finding[] {
  const isProof = inside?.kind === 'signed-http-request';
  if (label === 'pop') return isProof ? [] : [refusal('ERR_PROOF_MALFORMED')];
  if (label === 'basic' || !labels.has(label)) return [refusal('ERR_CREDENTIAL_SCHEME')];
  if (inside === undefined) return [refusal('ERR_TOKEN_MALFORMED')];
  if (isProof) return [refusal('ERR_TOKEN_TYPE', { detail: `a signed HTTP request as ${label}` })];
  // What it is bound to, only its API can read.
  if (inside.kind === 'encrypted-token') return [];
  const isKeyBound = inside.members.some(({ name }) => /^cnf\.(?:jwk\.thumbprint|kid|jkt)$/.test(name));
  const isCertificateBound = inside.members.some(({ name }) => name === 'cnf.x5t#S256');
  if (label !== 'dpop' && isKeyBound) return [refusal('ERR_BINDING_PROOF_MISSING')];
  if (label === 'dpop' && !isKeyBound) return [finding('INSPECT_TOKEN_UNBOUND')];
  if (label === 'mtls_pop' && !isCertificateBound) return [refusal('ERR_BINDING_UNBOUND')];
  return [];
}
