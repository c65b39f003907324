import { isJsonObject, type JsonObject, jwkThumbprint, parsePublicJwk } from '@holdfast/core';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { keys } from '../artefacts/keys.ts';
import { boundToken, createFuzzClient, expectSilentEvents, replyWith, scopes } from '../artefacts/token-client.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { editJson, jsonEdits } from '../mutate/json.ts';
import { encodePart, partOf } from '../mutate/jws.ts';
import { editText, piece, textEdits } from '../mutate/text.ts';
import { keepSecret } from '../secrets/check-no-secret.ts';

const { holder } = keys;
const tokens = {
  kid: await boundToken({ kid: holder.thumbprint }),
  jwk: await boundToken({ jwk: { ...holder.jwk, kid: holder.thumbprint } }),
  bearer: await boundToken(undefined),
};
for (const [name, token] of Object.entries(tokens)) keepSecret(secret(`access token (${name})`, token));

const reply = fc.record({
  scheme: fc.constantFrom('kid' as const, 'jwk' as const, 'bearer' as const),
  members: fc.option(jsonEdits),
  claims: fc.option(jsonEdits),
  text: fc.option(textEdits),
  contentType: fc.option(
    fc.oneof(fc.constantFrom('application/json; charset=utf-8', 'text/html', 'application/jwt'), piece),
  ),
  status: fc.constantFrom(200, 200, 200, 200, 200, 200, 201, 204, 302),
});

// Whatever an authority answers: a bound token was asked for, so a bound token comes back, or an error.
const tokenReply = defineTarget({
  name: 'oauth/token-reply',
  shortRuns: 250,
  arbitrary: reply,
  run: async ({ scheme, members, claims, text, contentType, status }) => {
    const accessToken = claims === null ? tokens[scheme] : withClaims(tokens[scheme], claims);
    const honest = {
      token_type: scheme === 'bearer' ? 'Bearer' : 'pop',
      expires_in: 3599,
      refresh_in: 1800,
      access_token: accessToken,
    };
    const json = JSON.stringify(members === null ? honest : editJson(honest, members)) ?? '';
    const body = text === null ? json : editText(json, text);
    const headers = asHeaders('content-type', contentType);
    const client = createFuzzClient({ token: () => replyWith(body, status, headers) });
    const outcome = await attempt(
      () =>
        client.acquireTokenForClient({
          scopes,
          ...(scheme === 'bearer' ? {} : { authenticationScheme: 'pop', confirmation: scheme }),
        }),
      { secrets: [secret('changed access token', accessToken)] },
    );
    expectSilentEvents();
    if (!outcome.accepted) return;
    expect(status === 200, 'takes a token from an answer that is no success');
    const { tokenType, bindingThumbprint, accessToken: received } = outcome.value;
    const said: unknown = JSON.parse(body);
    expect(isJsonObject(said) && said['access_token'] === received, 'returns another token than was sent');
    if (scheme === 'bearer')
      return expect(tokenType === 'Bearer' && bindingThumbprint === undefined, 'calls a bearer token bound');
    expect(said['token_type'] === 'pop' && tokenType === 'pop', 'takes another token type for pop');
    expect(bindingThumbprint === holder.thumbprint, 'names another key');
    expect(await isBoundTo(partOf(received, 1), holder.thumbprint), 'takes a token that is not bound to our key');
  },
});

/** Success replies of token endpoints. */
export const tokenReplyTargets: readonly FuzzTarget[] = [tokenReply];

function withClaims(token: string, edits: Parameters<typeof editJson>[1]): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encodePart(editJson(partOf(token, 1), edits))}.${signature}`;
}

async function isBoundTo(
  claims: JsonObject | { readonly [name: string]: unknown },
  thumbprint: string,
): Promise<boolean> {
  const cnf = claims['cnf'];
  if (!isJsonObject(cnf)) return false;
  const { jwk, kid, jkt, xms_ksl: _note, ...others } = cnf;
  const named = jwk === undefined ? (jkt ?? kid) : await jwkThumbprint(parsePublicJwk(jwk));
  return named === thumbprint && Object.keys(others).length === 0;
}

function asHeaders(name: string, value: string | null): Readonly<Record<string, string>> {
  if (value === null) return {};
  try {
    return Object.fromEntries(new Headers({ [name]: value }));
  } catch {
    return {};
  }
}
