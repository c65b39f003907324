import { createBoundFetch } from '@holdfast/oauth';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { keys } from '../artefacts/keys.ts';
import { boundToken, createFuzzClient, expectSilentEvents, replyWith, scopes } from '../artefacts/token-client.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { encodePart, partOf } from '../mutate/jws.ts';
import { editText, textEdits } from '../mutate/text.ts';

const callerKey = { authenticationScheme: 'pop', keyId: 'own', jwk: { ...keys.holder.jwk } };
const wishes = {
  bearer: { request: {}, token: await boundToken(undefined), type: 'Bearer' },
  pop: { request: callerKey, token: await boundToken({ kid: keys.holder.thumbprint }), type: 'pop' },
} as const;
type Wish = keyof typeof wishes;

function clientOf(wish: Wish, read: string | undefined, write: (text: string) => void) {
  const { token, type } = wishes[wish];
  return createFuzzClient({
    token: () => replyWith(JSON.stringify({ token_type: type, expires_in: 3600, access_token: token })),
    store: { read: async () => read, write: async (_key, text) => write(text) },
  });
}

// What a client leaves in a store for the other processes of its application.
async function storedText(wish: Wish): Promise<string> {
  let text = '';
  const keep = (written: string): void => {
    text = written;
  };
  await clientOf(wish, undefined, keep).acquireTokenForClient({ scopes, ...wishes[wish].request });
  return text;
}
const stored = { bearer: await storedText('bearer'), pop: await storedText('pop') };

// A store is read like a reply: nothing weaker than what was asked for comes out of it, and nothing that cannot be sent.
const storedToken = defineTarget({
  name: 'oauth/stored-token',
  shortRuns: 300,
  arbitrary: fc.record({
    wish: fc.constantFrom<Wish>('bearer', 'pop'),
    other: fc.boolean(),
    members: fc.option(jsonEdits),
    claims: fc.option(jsonEdits, { freq: 1 }),
    text: fc.option(textEdits, { freq: 1 }),
  }),
  run: async ({ wish, other, members, claims, text }) => {
    const honest = stored[other ? (wish === 'pop' ? 'bearer' : 'pop') : wish];
    const withClaims = claims === null ? honest : changeClaims(honest, claims);
    const json = members === null ? withClaims : (JSON.stringify(editJson(JSON.parse(withClaims), members)) ?? '');
    const read = text === null ? json : editText(json, text);
    const secrets = [secret('stored token', read), ...Object.values(wishes).map(({ token }) => secret('token', token))];
    const client = clientOf(wish, read, () => undefined);
    const request = { scopes, ...wishes[wish].request };
    const outcome = await attempt(() => client.acquireTokenForClient(request), { secrets });
    expectSilentEvents();
    expect(outcome.accepted, 'lets a store decide whether there is a token');
    const { tokenType, accessToken, bindingThumbprint, expiresOn } = outcome.value;
    expect(tokenType === wishes[wish].type, 'takes a token of another type');
    expect(expiresOn.getTime() > 1_900_000_000_000, 'takes a token that has expired');
    if (wish === 'pop') {
      const { cnf } = partOf(accessToken, 1) as { readonly cnf?: { readonly kid?: unknown } };
      expect(
        bindingThumbprint === keys.holder.thumbprint && cnf !== undefined,
        'takes a token that is not bound to the key',
      );
      return;
    }
    const call = createBoundFetch({
      client,
      scopes,
      authenticationScheme: 'bearer',
      origins: ['https://api.example'],
      transport: async () => new Response(),
    });
    const sent = await attempt(() => call('https://api.example/'), { secrets });
    expect(sent.accepted, 'takes a token that cannot be sent');
  },
});

/** Tokens that processes share. */
export const storedTokenTargets: readonly FuzzTarget[] = [storedToken];

function changeClaims(text: string, edits: Parameters<typeof editJson>[1]): string {
  const value = JSON.parse(text) as { readonly accessToken: string };
  const [header, , signature] = value.accessToken.split('.');
  const accessToken = `${header}.${encodePart(editJson(partOf(value.accessToken, 1), edits))}.${signature}`;
  return JSON.stringify({ ...value, accessToken });
}
