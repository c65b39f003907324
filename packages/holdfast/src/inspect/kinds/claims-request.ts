import { isJsonObject, type JsonObject, type JsonValue, parseClaimsChallenge } from '@holdfast/core';
import { toIsoTime } from '../../terminal/relative-time.ts';
import { asText } from '../facts/as-text.ts';
import type { Explanation, Member } from '../facts/explanation.ts';
import { judge } from '../facts/finding.ts';
import type { Recogniser } from '../facts/kind.ts';
import { readLooseBase64url } from '../tolerant/loose-base64url.ts';
import { readLooseObject } from '../tolerant/loose-json.ts';

const parts = ['access_token', 'id_token', 'userinfo'];

/** Recognises a claims request: JSON, or its base64 as a challenge carries it. */
export const recogniseClaimsRequest: Recogniser = ({ text }) => {
  const isJson = text.startsWith('{');
  if (!isJson && (text.length > 65_536 || !/^ey[A-Za-z0-9+/_-]+={0,2}$/.test(text))) return undefined;
  const json = isJson ? text : Buffer.from(readLooseBase64url(text, 'claims').bytes).toString('utf8');
  const { value } = readLooseObject(json);
  if (value === undefined || !parts.some((name) => Object.hasOwn(value, name))) return undefined;
  // A token reply has an access_token too, which is text.
  if (typeof value['access_token'] === 'string') return undefined;
  return async () => explainClaimsRequest(text, value);
};

async function explainClaimsRequest(text: string, value: JsonObject): Promise<Explanation> {
  // A padding of the standard alphabet is what servers send; the parser takes it, and so is nothing said about it.
  const { findings } = await judge(() => parseClaimsChallenge(text));
  return { kind: 'claims-request', title: 'Claims request', members: describeClaims(value), findings, inside: [] };
}

function describeClaims(request: JsonObject): readonly Member[] {
  return Object.entries(request).flatMap(([part, asked]) => {
    if (!isJsonObject(asked)) return [{ part, name: part, value: asked ?? null }];
    return Object.entries(asked).map(
      ([name, value = null]): Member => ({ part, name, value, says: wordFor(name, value) }),
    );
  });
}

function wordFor(name: string, value: JsonValue): string | undefined {
  const asked = isJsonObject(value) ? value['value'] : undefined;
  const time = /^\d{1,12}$/.test(asText(asked)) ? toIsoTime(Number(asked)) : undefined;
  switch (name) {
    case 'nbf':
      return `a token issued after ${time ?? 'a certain time'}: sessions before it were revoked`;
    case 'xms_cc':
      return 'what the client can do; cp1 says that it answers claims challenges';
    case 'acrs':
      return 'an authentication context that the user must satisfy';
    case 'xms_rp_ipaddr':
      return 'the address that the API saw the client at';
    default:
      return undefined;
  }
}
