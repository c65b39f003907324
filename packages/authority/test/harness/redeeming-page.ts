import { authorizeAddress, openPerson, type Person, verifier } from './person.ts';
import type { Form, Reply, RunningAuthority } from './running-authority.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** Somebody who is signed in, and the page of `spa`, which redeems what comes of it. */
export interface RedeemingPage {
  readonly person: Person;
  /** A code for `spa`, without anybody being asked; the application must have consent. */
  code(changes?: Form): Promise<string>;
  /** Redeems a code. */
  redeem(code: string, changes?: Form, headers?: Headers): Promise<Reply>;
  refresh(token: unknown, changes?: Form, headers?: Headers): Promise<Reply>;
}

/** Origin of the page. */
export const pageOrigin = 'http://localhost:5173';

export async function openPage(running: RunningAuthority, username = 'ada@contoso.example'): Promise<RedeemingPage> {
  const response = await running.admin('/sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username }),
  });
  if (response.status !== 201) throw new Error(`no session: ${response.status}`);
  const { name, value } = (await response.json()) as { readonly name: string; readonly value: string };
  const person = openPerson(running);
  person.cookies.set(name, { value, isStrict: false });
  const { clientId, redirectUris = [] } = running.application('spa');
  const send = (form: Form, headers: Headers): Promise<Reply> =>
    running.post(
      `/${running.tenantId}/oauth2/v2.0/token`,
      new URLSearchParams(Object.entries(form).filter(isGiven)).toString(),
      Object.fromEntries(Object.entries({ origin: pageOrigin, ...headers }).filter(isGiven)),
    );
  return {
    person,
    code: async (changes = {}) => {
      const shown = await person.visit(authorizeAddress(running, { prompt: 'none', ...changes }));
      const code = shown.answer?.get('code');
      if (typeof code !== 'string') throw new Error(`no code: ${shown.answer?.get('error_description')}`);
      return code;
    },
    redeem: (code, changes = {}, headers = {}) =>
      send(
        {
          grant_type: 'authorization_code',
          client_id: clientId,
          code,
          redirect_uri: redirectUris[0],
          code_verifier: verifier,
          ...changes,
        },
        headers,
      ),
    refresh: (token, changes = {}, headers = {}) =>
      send({ grant_type: 'refresh_token', client_id: clientId, refresh_token: String(token), ...changes }, headers),
  };
}

function isGiven(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined;
}
