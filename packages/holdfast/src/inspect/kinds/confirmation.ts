import { parseReqCnf } from '@holdfast/core';
import type { Explanation } from '../facts/explanation.ts';
import { judge } from '../facts/finding.ts';
import type { Recogniser } from '../facts/kind.ts';
import { readLooseBase64url } from '../tolerant/loose-base64url.ts';
import { readLooseObject } from '../tolerant/loose-json.ts';
import { describeCnf } from '../words/describe-cnf.ts';
import { describeKey } from '../words/describe-key.ts';

const marks = ['jwk', 'jkt', 'x5t#S256', 'kid'];

/** Recognises `cnf`, bare or under its name. */
export const recogniseConfirmation: Recogniser = ({ text }) => {
  if (!text.startsWith('{')) return undefined;
  const { value, findings } = readLooseObject(text);
  const cnf = value?.['cnf'] ?? value;
  if (typeof cnf !== 'object' || cnf === null || !marks.some((name) => Object.hasOwn(cnf, name))) return undefined;
  return async () => {
    const described = await describeCnf(cnf, 'cnf');
    return {
      kind: 'confirmation',
      title: 'Confirmation (cnf)',
      members: described.members,
      findings: [...findings, ...described.findings],
      inside: [],
    };
  };
};

/** Recognises `req_cnf`: base64url of a confirmation or of a key. */
export const recogniseReqCnf: Recogniser = ({ text }) => {
  const value = /^req_cnf=/.test(text) ? decodeFormValue(text.slice('req_cnf='.length)) : text;
  if (value.length > 32_768 || !/^ey[A-Za-z0-9+/_-]+={0,2}$/.test(value)) return undefined;
  const decoded = readLooseBase64url(value, 'req_cnf');
  const json = readLooseObject(Buffer.from(decoded.bytes).toString('utf8'));
  const isKey = json.value?.['kty'] !== undefined;
  if (json.value === undefined || (!isKey && json.value['kid'] === undefined)) return undefined;
  const object = json.value;
  return async (): Promise<Explanation> => {
    const { findings } = await judge(() => parseReqCnf(value));
    const described = isKey ? await describeKey(object, 'req_cnf') : await describeCnf(object, 'req_cnf');
    return {
      kind: 'req-cnf',
      title: isKey ? 'req_cnf with the whole public key (AT-POP)' : 'req_cnf with the thumbprint of a key',
      members: described.members,
      findings: [...findings, ...decoded.findings],
      inside: [],
    };
  };
};

function decodeFormValue(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', '%20'));
  } catch {
    return value;
  }
}
