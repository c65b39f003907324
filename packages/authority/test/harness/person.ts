import { createHash } from 'node:crypto';
import type { Form, RunningAuthority } from './running-authority.ts';

/** A person with a browser: it keeps cookies as browsers do, and nothing of it knows how the authority works inside. */
export interface Person {
  /** Follows a link of another site. */
  visit(address: string, headers?: Readonly<Record<string, string>>): Promise<Shown>;
  /** Presses the button with this id, or the one that sends this field, after filling in fields. */
  press(shown: Shown, button: string, fields?: Form): Promise<Shown>;
  /** Sends a form as it is, with the cookies that a request of this site carries. */
  send(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<Shown>;
  /** Names and values; change it, and the browser has other cookies. */
  readonly cookies: Map<string, Cookie>;
}

/** What the browser shows, or where it was sent. */
export interface Shown {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parameters of the answer, when it went to a redirect address. */
  readonly answer: URLSearchParams | undefined;
  /** The address without the parameters of the answer. */
  readonly target: string | undefined;
}

interface Cookie {
  readonly value: string;
  readonly isStrict: boolean;
}

/** What a browser adds to a form of a page of the authority. */
export const ownPage: Readonly<Record<string, string>> = { 'sec-fetch-site': 'same-origin', origin: 'null' };

export function openPerson(running: RunningAuthority): Person {
  const cookies = new Map<string, Cookie>();
  const exchange = async (
    address: string,
    init: RequestInit & { readonly headers: Readonly<Record<string, string>> },
    from: 'this site' | 'another site',
  ): Promise<Shown> => {
    const sent = [...cookies].filter(([, { isStrict }]) => from === 'this site' || !isStrict);
    const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
    const response = await running.fetch(address, {
      ...init,
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    return describe(response.status, response.headers, await response.text());
  };
  const send: Person['send'] = (path, body, headers) =>
    exchange(
      `${running.sts}${path}`,
      { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } },
      'this site',
    );
  return {
    cookies,
    visit: (address, headers = {}) =>
      exchange(address, { headers: { 'sec-fetch-site': 'cross-site', ...headers } }, 'another site'),
    press: (shown, button, fields = {}) => {
      const { action, body } = fillIn(shown, button, fields);
      return send(action, body, ownPage);
    },
    send,
  };
}

/** The body that a press of a button sends, and where to. */
export function fillIn(shown: Shown, button: string, fields: Form = {}): { action: string; body: string } {
  for (const [, attributes = '', content = ''] of shown.text.matchAll(/<form ([^>]*)>([\s\S]*?)<\/form>/g)) {
    const pressed = [...content.matchAll(/<button ([^>]*)>/g)]
      .map(([, text = '']) => text)
      .find((text) => attribute(text, 'id') === button || attribute(text, 'value') === button);
    if (pressed === undefined) continue;
    const inputs = [...content.matchAll(/<input ([^>]*)>/g)].map(([, text = '']) => text);
    const form = new Map(inputs.map((text) => [attribute(text, 'name') ?? '', attribute(text, 'value') ?? '']));
    const name = attribute(pressed, 'name');
    if (name !== undefined) form.set(name, attribute(pressed, 'value') ?? '');
    for (const [field, value] of Object.entries(fields)) {
      if (value === undefined) form.delete(field);
      else form.set(field, value);
    }
    return { action: attribute(attributes, 'action') ?? '', body: new URLSearchParams([...form]).toString() };
  }
  throw new Error(`no button ${button} on: ${shown.text.slice(0, 3000).replaceAll(/<style>[\s\S]*?<\/style>/g, '')}`);
}

/** The address of an authorization request of `spa`, with changes. */
export function authorizeAddress(running: RunningAuthority, changes: Form = {}, tenant = running.tenantId): string {
  return `${running.sts}/${tenant}/oauth2/v2.0/authorize?${authorizeQuery(running, changes)}`;
}

export const verifier: string = 'a-verifier-of-forty-three-characters-or-more';
export const challenge: string = createHash('sha256').update(verifier).digest('base64url');

export function authorizeQuery(running: RunningAuthority, changes: Form = {}): string {
  const { clientId, redirectUris = [] } = running.application('spa');
  const parameters = {
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUris[0],
    scope: 'api://orders/read openid profile offline_access',
    response_mode: 'fragment',
    state: 'state-of-the-page|user',
    nonce: 'nonce-of-the-page',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given).toString();
}

function attribute(text: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(text)?.[1];
  return value?.replaceAll(/&(amp|lt|gt|quot|#\d+);/g, (_all, word: string) =>
    word.startsWith('#')
      ? String.fromCharCode(Number(word.slice(1)))
      : { amp: '&', lt: '<', gt: '>', quot: '"' }[word]!,
  );
}

function keep(cookies: Map<string, Cookie>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const name = pair.slice(0, pair.indexOf('='));
  if (attributes.includes('Max-Age=0')) cookies.delete(name);
  else {
    const isStrict = attributes.includes('SameSite=Strict');
    cookies.set(name, { value: pair.slice(pair.indexOf('=') + 1), isStrict });
  }
}

function describe(status: number, headers: Headers, text: string): Shown {
  const location = headers.get('location');
  if (location === null) return { status, headers, text, answer: undefined, target: undefined };
  const at = Math.max(location.indexOf('#'), location.indexOf('?'));
  return {
    status,
    headers,
    text,
    answer: new URLSearchParams(at < 0 ? '' : location.slice(at + 1)),
    target: at < 0 ? location : location.slice(0, at),
  };
}
