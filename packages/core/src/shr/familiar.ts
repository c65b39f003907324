import { hostDecodeBase64urlText, hostReadBase64url } from '#host';
import { freezeDeep } from '../base/freeze.ts';
import { type JsonValue, parseStrictJsonObject } from '../base/strict-json.ts';
import type { KeyConfirmation } from '../cnf/confirmation.ts';
import type { CompactJws, JwsHeader } from '../jws/compact.ts';
import type { VerificationKey } from '../keys/signing-key.ts';
import { encodeOpening } from './opening.ts';
import { type Members, readPlainMembers } from './plain-members.ts';

/**
 * What a client repeats, to the letter, in every proof over one access token: the header and the token at the start, its key at the end.
 * Four fifths of a proof, which need not be decoded twice.
 */
export interface Familiar {
  /** The proof as it is sent, up to the last whole group of base64url that holds nothing but `{"at":"` and the token. */
  readonly start: string;
  /** What follows once the rest is decoded: the letters of the token that filled no group, and `",`. */
  readonly rest: string;
  /** The end of the decoded payload: `,"cnf":{…}}`, or only `}` where the key stands elsewhere or nowhere. */
  readonly end: string;
  /** The header of the proof. */
  readonly header: JwsHeader;
  /** The access token inside. */
  readonly accessToken: string;
  /** The `cnf` that {@link Familiar.end} spells. */
  readonly cnf: JsonValue | undefined;
  /** The token's own word on its key. */
  readonly confirmation: KeyConfirmation;
  /** The key that such a proof verified under. */
  readonly key: VerificationKey;
}

/**
 * Describes what a verified proof will have in common with the next one; undefined for a proof that is written otherwise, such as one whose
 * claims begin with something else than the token.
 */
export function describeFamiliar(
  text: string,
  jws: CompactJws,
  proved: { readonly confirmation: KeyConfirmation; readonly key: VerificationKey },
): Familiar | undefined {
  const { at, cnf } = jws.payload;
  if (typeof at !== 'string' || at === '') return undefined;
  const opening = encodeOpening(at);
  const common = {
    start: text.slice(0, text.indexOf('.') + 1) + opening.encoded,
    rest: `${opening.rest},`,
    header: Object.freeze(jws.header),
    accessToken: at,
    ...proved,
  };
  // Every proof that is recognised is read with this very object.
  const withKey: Familiar = { ...common, end: `,"cnf":${JSON.stringify(cnf)}}`, cnf: freezeDeep(cnf) };
  const withoutKey: Familiar = { ...common, end: '}', cnf: undefined };
  // Written as it will be read, or not at all.
  return [withKey, withoutKey].find((familiar) => readFamiliar(familiar, text) !== undefined);
}

/**
 * Reads a proof that has the familiar start: only what lies between start and end is decoded and parsed, as strictly as ever.
 *
 * Equal to decoding the whole: start and end are compared in full, and a list of members that is JSON by itself is still one between
 * them. Whatever does not fit is undefined, and the front door says what is wrong with it.
 */
export function readFamiliar(familiar: Familiar, text: string): CompactJws | undefined {
  const { start, header, accessToken, cnf } = familiar;
  // Compared as a whole: `startsWith` goes letter by letter, at thirty times the price.
  if (text.slice(0, start.length) !== start) return undefined;
  // The start has the first dot, and the signature stands behind the second: another one in it is no letter of base64url.
  const dot = text.indexOf('.', start.length);
  if (dot === -1 || dot === text.length - 1) return undefined;
  const signature = hostReadBase64url(text.slice(dot + 1));
  const tail = hostDecodeBase64urlText(text.slice(start.length, dot));
  if (signature === undefined || tail === undefined) return undefined;
  const members = readMembers(tail, familiar);
  // Without `ts` it is no proof, and may be an empty list: two commas would stand side by side.
  if (members === undefined || members['ts'] === undefined) return undefined;
  members['at'] = accessToken;
  if (cnf !== undefined) members['cnf'] = cnf;
  return { header, payload: members, signature, signingInput: text.slice(0, dot) };
}

// A fresh object of this function's own, so that its caller may add to it.
function readMembers(json: string, { rest, end, cnf }: Familiar): Members | undefined {
  const close = json.length - end.length;
  if (close < rest.length || json.slice(0, rest.length) !== rest || json.slice(close) !== end) return undefined;
  return readPlainMembers(json, rest.length, close) ?? readOtherMembers(json.slice(rest.length, close), cnf);
}

// Every other spelling, and every other name.
function readOtherMembers(json: string, cnf: JsonValue | undefined): Members | undefined {
  try {
    const members = parseStrictJsonObject(`{${json}}`);
    const isRepeated = Object.hasOwn(members, 'at') || (cnf !== undefined && Object.hasOwn(members, 'cnf'));
    return isRepeated ? undefined : (members as Members);
  } catch {
    return undefined;
  }
}
