import { TokenRefused } from '../errors/token-refused.ts';
import { decodeFormText } from '../forms/form.ts';
import { splitPairs } from '../forms/split-pairs.ts';

/** What a person did on a page. */
export type Act =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'test-user'; readonly username: string }
  | { readonly kind: 'account'; readonly username: string }
  | { readonly kind: 'another' | 'cancel' | 'accept' | 'decline' };

/** A form that came from a page, or says so. */
export interface PersonForm {
  readonly flow: string;
  readonly antiForgery: string;
  readonly act: Act;
}

const fieldNames = ['flow', 'anti_forgery', 'username', 'password', 'user', 'account', 'step', 'consent'];
const longestName = 256;

/** Tells whether a body is a form of a page, and not the request of a client. */
export function isPersonForm(body: string): boolean {
  return body.split('&').some((pair) => pair.startsWith('flow='));
}

/**
 * Parses the form of a page: each field once, and one act.
 *
 * @throws {@link TokenRefused} `requestMalformed`, `parameterRepeated`
 */
export function parsePersonForm(body: string): PersonForm {
  const fields = new Map<string, string>();
  for (const pair of splitPairs(body)) {
    const name = decodeFormText(pair.name);
    if (!fieldNames.includes(name)) continue;
    if (fields.has(name)) throw new TokenRefused('parameterRepeated', name);
    fields.set(name, decodeFormText(pair.value));
  }
  return { flow: fields.get('flow') ?? '', antiForgery: fields.get('anti_forgery') ?? '', act: readAct(fields) };
}

function readAct(fields: ReadonlyMap<string, string>): Act {
  const [act, ...others] = [...readChoices(fields), ...readCredentials(fields)];
  if (act === undefined || others.length > 0) throw new TokenRefused('requestMalformed', 'form');
  return act;
}

function readChoices(fields: ReadonlyMap<string, string>): readonly Act[] {
  const [step, consent] = [fields.get('step'), fields.get('consent')];
  const [user, account] = [fields.get('user'), fields.get('account')];
  return [
    ...(step === 'another' || step === 'cancel' ? [{ kind: step } as const] : []),
    ...(consent === 'accept' || consent === 'decline' ? [{ kind: consent } as const] : []),
    ...(user === undefined ? [] : [{ kind: 'test-user', username: user } as const]),
    ...(account === undefined ? [] : [{ kind: 'account', username: account } as const]),
  ];
}

function readCredentials(fields: ReadonlyMap<string, string>): readonly Act[] {
  const [username, password] = [fields.get('username'), fields.get('password')];
  if (username === undefined && password === undefined) return [];
  return [{ kind: 'password', username: (username ?? '').trim().slice(0, longestName), password: password ?? '' }];
}
