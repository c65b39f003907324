import { finding } from '../facts/finding.ts';
import type { Recogniser } from '../facts/kind.ts';
import { readLooseBase64url } from '../tolerant/loose-base64url.ts';
import { readLooseObject } from '../tolerant/loose-json.ts';
import { describeMembers } from '../words/describe-members.ts';

const words = {
  alg: { says: 'how the content key is encrypted' },
  enc: { says: 'how the content is encrypted' },
  kid: { says: 'names the key that can decrypt it' },
  zip: { says: 'compressed before encryption' },
};

/** Recognises an encrypted token (JWE) by its five parts. */
export const recogniseEncryptedToken: Recogniser = ({ text }) => {
  const parts = text.split('.', 6);
  const [first = ''] = parts;
  if (parts.length !== 5 || text.length > 131_072) return undefined;
  const { value } = readLooseObject(Buffer.from(readLooseBase64url(first, 'header').bytes).toString('utf8'));
  if (value?.['enc'] === undefined) return undefined;
  return async ({ now }) => ({
    kind: 'encrypted-token',
    title: 'Encrypted token (JWE)',
    members: describeMembers(value, { part: 'header', words, now }),
    findings: [finding('INSPECT_ENCRYPTED')],
    inside: [],
  });
};
