import { createPublicKey } from 'node:crypto';
import { jwkThumbprint, parsePublicJwk } from '@holdfast/core';
import type { Explanation, Member } from '../facts/explanation.ts';
import { finding, judge } from '../facts/finding.ts';
import type { Recogniser } from '../facts/kind.ts';
import { readPem } from '../tolerant/pem.ts';
import { describeStrength } from '../words/describe-key.ts';

/** Recognises keys in PEM. Of a private one, only what its public half says is told. */
export const recognisePemKey: Recogniser = (subject) => {
  const block = readPem(subject).find(({ label }) => / ?(?:PRIVATE|PUBLIC) KEY$/.test(label));
  if (block === undefined) return undefined;
  const isPrivate = block.label.includes('PRIVATE');
  return async (): Promise<Explanation> => {
    const { members, findings } = await describePublicHalf(subject.text);
    return {
      kind: isPrivate ? 'private-key' : 'public-key',
      title: isPrivate ? 'Private key' : 'Public key',
      members: [{ part: 'key', name: 'form', value: block.label }, ...members],
      findings: [...(isPrivate ? [finding('INSPECT_PRIVATE_KEY')] : []), ...findings],
      inside: [],
    };
  };
};

async function describePublicHalf(pem: string): Promise<Pick<Explanation, 'members' | 'findings'>> {
  let exported: unknown;
  try {
    exported = createPublicKey(pem).export({ format: 'jwk' });
  } catch {
    // Encrypted, damaged, or of a kind that has no JWK; the platform's message is not repeated.
    return { members: [], findings: [finding('INSPECT_KEY_UNSUITED')] };
  }
  const { value: jwk, findings } = await judge(() => parsePublicJwk(exported));
  if (jwk === undefined) return { members: [], findings };
  const thumbprint: Member = {
    part: 'key',
    name: 'thumbprint',
    value: await jwkThumbprint(jwk),
    says: `${describeStrength(jwk)}; RFC 7638`,
  };
  return { members: [thumbprint], findings };
}
