import { type AuthChallenge, parseAuthenticationInfo, parseWwwAuthenticate } from '@holdfast/core';
import type { Explanation, Member } from '../facts/explanation.ts';
import { type Finding, finding, judge } from '../facts/finding.ts';
import { type Recogniser, subjectOf } from '../facts/kind.ts';
import type { Question } from '../facts/question.ts';
import { hide } from '../words/describe-members.ts';
import { recogniseClaimsRequest } from './claims-request.ts';

const words: ReadonlyMap<string, string> = new Map(
  Object.entries({
    nonce: 'sign it into the next proof',
    nextnonce: 'sign it into the next proof',
    claims: 'ask the authority for a token with these claims, see below',
    error: 'why the request was refused',
    error_description: 'the same for people',
    realm: 'name of the protected space',
    algs: 'signature algorithms that are accepted',
    scope: 'what the token lacks',
    authorization_uri: 'never followed: a challenge must not choose where a token is asked for',
    resource_metadata: 'never followed: a challenge must not choose where a token is asked for',
  }),
);

/** Recognises `WWW-Authenticate`, with its name or by its schemes. */
export const recogniseChallenge: Recogniser = ({ text }) => {
  const named = /^www-authenticate:\s*/i.exec(text)?.[0];
  const isBare = /^(?:pop|bearer|dpop|mtls_pop)(?:\s+[A-Za-z0-9_-]+\s*=|\s*$)/i.test(text) && !/[\r\n]/.test(text);
  if (named === undefined && !isBare) return undefined;
  return async (question) => explainChallenge(text.slice(named?.length ?? 0), question);
};

/** Explains the value of `WWW-Authenticate`. */
export async function explainChallenge(value: string, question: Question): Promise<Explanation> {
  const { value: challenges = [], findings } = await judge(() => parseWwwAuthenticate(value));
  const claims = challenges.flatMap(({ params }) => params.get('claims') ?? []);
  const inside = await Promise.all(claims.flatMap((text) => recogniseClaimsRequest(subjectOf(text))?.(question) ?? []));
  return {
    kind: 'challenge',
    title: 'Challenge (WWW-Authenticate)',
    members: challenges.flatMap(describeChallenge),
    findings: [
      ...findings,
      ...judgeChallenges(challenges),
      ...(findings.length + challenges.length > 0 ? [] : [finding('INSPECT_CHALLENGE_EMPTY')]),
    ],
    inside,
  };
}

function describeChallenge({ scheme, params, token68 }: AuthChallenge, index: number): readonly Member[] {
  const part = `challenge ${index + 1}: ${scheme}`;
  if (token68 !== undefined) return [{ part, name: 'token68', value: hide(token68) }];
  if (params.size === 0) return [{ part, name: 'scheme', value: scheme, says: 'accepted here' }];
  return describeParams(params, part);
}

function describeParams(params: ReadonlyMap<string, string>, part: string): readonly Member[] {
  return [...params].map(([name, value]) => ({
    part,
    name,
    value: name === 'nonce' || name === 'nextnonce' ? hide(value) : value,
    says: words.get(name),
  }));
}

function judgeChallenges(challenges: readonly AuthChallenge[]): readonly Finding[] {
  return challenges.flatMap(({ scheme, params }, index) => {
    const findings: Finding[] = [];
    const nonce = params.get('nonce');
    if (nonce !== undefined && (index > 0 || [...params.keys()][0] !== 'nonce'))
      findings.push(finding('INSPECT_CHALLENGE_NONCE_PLACE'));
    if (nonce?.includes('=')) findings.push(finding('INSPECT_CHALLENGE_NONCE_CUT'));
    const isReadable = scheme === 'bearer' && params.get('error')?.toLowerCase() === 'insufficient_claims';
    if (params.has('claims') && !isReadable) findings.push(finding('INSPECT_CHALLENGE_CLAIMS_SCHEME'));
    return findings;
  });
}

/** Recognises `Authentication-Info`, with its name or by its one parameter. */
export const recogniseAuthenticationInfo: Recogniser = ({ text }) => {
  const named = /^authentication-info:\s*/i.exec(text)?.[0];
  if (named === undefined && !/^(?:pop\s+)?nextnonce\s*=/i.test(text)) return undefined;
  return async () => explainAuthenticationInfo(text.slice(named?.length ?? 0));
};

/** Explains the value of `Authentication-Info`. */
export async function explainAuthenticationInfo(value: string): Promise<Explanation> {
  const { value: params = new Map<string, string>(), findings } = await judge(() => parseAuthenticationInfo(value));
  const isCut = params.get('nextnonce')?.includes('=');
  return {
    kind: 'authentication-info',
    title: 'Authentication-Info',
    members: describeParams(params, 'parameters'),
    findings: [...findings, ...(isCut ? [finding('INSPECT_CHALLENGE_NONCE_CUT')] : [])],
    inside: [],
  };
}
