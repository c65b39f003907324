import { TokenRefused } from '../errors/token-refused.ts';
import { findMisspeltBinding } from './binding-names.ts';
import { splitPairs } from './split-pairs.ts';

/** Parameters that the token endpoint understands. A name that is not here is ignored, as clients of every age send more. */
const tokenParameters = [
  'grant_type',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'code',
  'redirect_uri',
  'code_verifier',
  'refresh_token',
  'scope',
  'token_type',
  'req_cnf',
  'claims',
  'client_info',
  'client-request-id',
] as const;

/** Name of a parameter. */
export type TokenParameter = (typeof tokenParameters)[number];

/** The understood parameters of a form, each at most once. */
export type TokenForm = ReadonlyMap<TokenParameter, string>;

const understood: ReadonlySet<string> = new Set(tokenParameters);

/**
 * Parses an urlencoded body and refuses what two readers could read differently: a repeated parameter, broken percent-encoding,
 * bytes that are not UTF-8, a binding parameter under another spelling.
 *
 * @throws {@link TokenRefused} `parameterRepeated`, `requestMalformed`, `bindingMisspelt`
 * @see RFC 6749 section 3.2 and appendix B
 */
export function parseTokenForm(text: string): TokenForm {
  const form = new Map<TokenParameter, string>();
  for (const pair of splitPairs(text)) {
    const name = decodeFormText(pair.name);
    const value = decodeFormText(pair.value);
    if (!isTokenParameter(name)) {
      const meant = findMisspeltBinding(name);
      if (meant !== undefined) throw new TokenRefused('bindingMisspelt', meant);
      continue;
    }
    if (form.has(name)) throw new TokenRefused('parameterRepeated', name);
    form.set(name, value);
  }
  return form;
}

/** Returns a parameter, or undefined when it is absent or empty, which RFC 6749 section 3.2 makes the same. */
export function findParameter(form: TokenForm, name: TokenParameter): string | undefined {
  const value = form.get(name);
  return value === '' ? undefined : value;
}

/**
 * Returns a parameter that must be there.
 *
 * @throws {@link TokenRefused} `parameterMissing`
 */
export function getParameter(form: TokenForm, name: TokenParameter): string {
  const value = findParameter(form, name);
  if (value === undefined) throw new TokenRefused('parameterMissing', name);
  return value;
}

/**
 * Decodes one urlencoded text.
 *
 * @throws {@link TokenRefused} `requestMalformed`
 */
export function decodeFormText(text: string): string {
  // The replacement character is what the server's decoder puts in the place of bytes that are not UTF-8.
  if (text.includes('\uFFFD')) throw new TokenRefused('requestMalformed', 'not UTF-8');
  // A copy: a part of a text keeps all of it in memory, for as long as somebody keeps the part.
  if (!text.includes('%') && !text.includes('+')) return Buffer.from(text, 'utf8').toString('utf8');
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new TokenRefused('requestMalformed', 'percent-encoding');
  }
}

function isTokenParameter(name: string): name is TokenParameter {
  return understood.has(name);
}
