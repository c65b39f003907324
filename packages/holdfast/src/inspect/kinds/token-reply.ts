import type { JsonValue } from '@holdfast/core';
import { asText } from '../facts/as-text.ts';
import type { Explanation } from '../facts/explanation.ts';
import { finding } from '../facts/finding.ts';
import { type Recogniser, subjectOf } from '../facts/kind.ts';
import type { Question } from '../facts/question.ts';
import { readLooseObject } from '../tolerant/loose-json.ts';
import { readLooseJws } from '../tolerant/loose-jws.ts';
import { describeMembers, hide } from '../words/describe-members.ts';
import { explainAccessToken } from './access-token.ts';

const words = {
  token_type: { says: 'how the token is to be sent' },
  expires_in: { says: 'seconds' },
  ext_expires_in: { says: 'seconds, while the authority is away' },
  refresh_in: { says: 'seconds until it is worth asking again' },
  scope: { says: 'what was granted' },
  refresh_token_expires_in: { says: 'seconds until the user has to sign in again' },
};
const secrets = ['access_token', 'refresh_token', 'id_token', 'client_info'];

/** Recognises the reply of a token endpoint. */
export const recogniseTokenReply: Recogniser = ({ text }) => {
  if (!text.startsWith('{')) return undefined;
  const { value, findings } = readLooseObject(text);
  const accessToken = value?.['access_token'] ?? value?.['accessToken'];
  if (value === undefined || typeof accessToken !== 'string') return undefined;
  const shown = Object.fromEntries(
    Object.entries(value).map(([name, one = null]) => [
      name,
      secrets.includes(name) || name === 'accessToken' ? hide(one) : one,
    ]),
  );
  return async (question) => {
    const jws = readLooseJws(subjectOf(accessToken));
    const token = jws === undefined ? undefined : await explainAccessToken(jws, question);
    const idToken = await explainIdToken(value['id_token'], question);
    const type = asText(value['token_type'] ?? value['tokenType']).toLowerCase();
    const { binding } = token ?? {};
    // A token bound to a certificate may come as Bearer (RFC 8705 section 3).
    const isEither = token === undefined || binding?.confirmation?.certificateThumbprint !== undefined;
    const agrees = isEither || (binding !== undefined) === (type !== 'bearer');
    return {
      kind: 'token-reply',
      title: 'Reply of a token endpoint',
      members: describeMembers(shown, { part: 'reply', words, now: question.now }),
      findings: [...findings, ...(agrees ? [] : [finding('INSPECT_REPLY_DOWNGRADED')])],
      inside: [token, idToken].filter((one) => one !== undefined),
    };
  };
};

async function explainIdToken(value: JsonValue | undefined, question: Question): Promise<Explanation | undefined> {
  const jws = typeof value === 'string' ? readLooseJws(subjectOf(value)) : undefined;
  if (jws === undefined) return undefined;
  const explained = await explainAccessToken(jws, question);
  // Beside an access token it is where it belongs, and nobody takes it for one.
  return { ...explained, findings: explained.findings.filter(({ code }) => code !== 'INSPECT_ID_TOKEN') };
}
