import { isJsonObject, parseJwkSet } from '@holdfast/core';
import type { Explanation } from '../facts/explanation.ts';
import { judge } from '../facts/finding.ts';
import type { Recogniser } from '../facts/kind.ts';
import { readLooseObject } from '../tolerant/loose-json.ts';
import { describeKey } from '../words/describe-key.ts';

const mostKeys = 64;

/** Recognises a JWK by its `kty`. */
export const recogniseJwk: Recogniser = ({ text }) => {
  if (!text.startsWith('{')) return undefined;
  const { value, findings } = readLooseObject(text);
  if (value?.['kty'] === undefined) return undefined;
  return async () => {
    const key = await describeKey(value, 'key');
    return { kind: 'jwk', title: 'JWK', members: key.members, findings: [...findings, ...key.findings], inside: [] };
  };
};

/** Recognises a JWK Set by its `keys`. */
export const recogniseJwkSet: Recogniser = ({ text }) => {
  if (!text.startsWith('{')) return undefined;
  const { value, findings } = readLooseObject(text);
  const keys = value?.['keys'];
  if (!Array.isArray(keys)) return undefined;
  return async () => {
    const { value: usable = [], findings: refused } = await judge(() => parseJwkSet(value));
    const inside = await Promise.all(keys.slice(0, mostKeys).map(explainKey));
    return {
      kind: 'jwk-set',
      title: 'JWK Set',
      members: [
        { part: 'set', name: 'keys', value: keys.length, says: `${usable.length} of them can verify signatures here` },
      ],
      findings: [...findings, ...refused],
      inside,
    };
  };
};

async function explainKey(value: unknown): Promise<Explanation> {
  const { members, findings } = await describeKey(isJsonObject(value) ? value : null, 'key');
  // The keys of an issuer are named by labels; that is no news.
  return {
    kind: 'jwk',
    title: 'JWK',
    members,
    findings: findings.filter(({ code }) => code !== 'INSPECT_KEY_LABEL'),
    inside: [],
  };
}
