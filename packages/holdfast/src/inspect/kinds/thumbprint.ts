import { isThumbprint } from '@holdfast/core';
import { finding } from '../facts/finding.ts';
import type { Recogniser } from '../facts/kind.ts';
import { readLooseBase64url } from '../tolerant/loose-base64url.ts';

/** Recognises a SHA-256 thumbprint in base64url, or one that is nearly that. */
export const recogniseThumbprint: Recogniser = ({ text }) => {
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined;
  const { findings } = readLooseBase64url(text, 'thumbprint');
  return async () => ({
    kind: 'thumbprint',
    title: 'SHA-256 in base64url',
    members: [
      {
        part: 'value',
        name: 'base64url',
        value: text,
        says: 'a thumbprint of a key or a certificate, or any other hash',
      },
      { part: 'value', name: 'hex', value: Buffer.from(text, 'base64url').toString('hex') },
    ],
    findings: isThumbprint(text) || findings.length > 0 ? findings : [finding('INSPECT_SPARE_BITS', 'thumbprint')],
    inside: [],
  });
};
