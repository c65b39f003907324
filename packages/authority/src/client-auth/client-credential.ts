import { decodeBase64, decodeUtf8 } from '@holdfast/core';
import { TokenRefused } from '../errors/token-refused.ts';
import { decodeFormText, findParameter, getParameter, type TokenForm } from '../forms/form.ts';

/** What a client shows to prove who it is. */
export type ClientCredential =
  | {
      readonly kind: 'secret';
      readonly secret: string;
      readonly method: 'client_secret_post' | 'client_secret_basic';
    }
  | { readonly kind: 'jwt-bearer' | 'jwt-pop'; readonly assertion: string };

const assertionKinds: ReadonlyMap<string, 'jwt-bearer' | 'jwt-pop'> = new Map([
  ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer', 'jwt-bearer'],
  // Entra's: an assertion that is bound to the client certificate of the connection.
  ['urn:ietf:params:oauth:client-assertion-type:jwt-pop', 'jwt-pop'],
]);

/**
 * Finds who the client says it is and the one credential it shows, in the body or in a Basic header.
 *
 * @throws {@link TokenRefused} `parameterMissing`, `credentialRepeated`, `requestMalformed`, `assertionMalformed`
 * @see RFC 6749 section 2.3; RFC 7521 section 4.2
 */
export function findClientCredential(
  form: TokenForm,
  authorization: string | undefined,
): { readonly clientId: string; readonly credential: ClientCredential | undefined } {
  const basic = authorization === undefined ? undefined : parseBasic(authorization);
  const found = [basic?.credential, findSecret(form), findAssertion(form)].filter((item) => item !== undefined);
  if (found.length > 1) throw new TokenRefused('credentialRepeated');
  if (basic === undefined) return { clientId: getParameter(form, 'client_id'), credential: found[0] };
  const named = findParameter(form, 'client_id');
  if (named !== undefined && named !== basic.clientId) throw new TokenRefused('credentialRepeated');
  return { clientId: basic.clientId, credential: found[0] };
}

function findSecret(form: TokenForm): ClientCredential | undefined {
  const secret = findParameter(form, 'client_secret');
  return secret === undefined ? undefined : { kind: 'secret', secret, method: 'client_secret_post' };
}

function findAssertion(form: TokenForm): ClientCredential | undefined {
  const type = findParameter(form, 'client_assertion_type');
  const assertion = findParameter(form, 'client_assertion');
  if (type === undefined && assertion === undefined) return undefined;
  if (assertion === undefined) throw new TokenRefused('parameterMissing', 'client_assertion');
  if (type === undefined) throw new TokenRefused('parameterMissing', 'client_assertion_type');
  const kind = assertionKinds.get(type);
  if (kind === undefined) throw new TokenRefused('assertionMalformed', 'client_assertion_type is not supported');
  return { kind, assertion };
}

function parseBasic(authorization: string): { readonly clientId: string; readonly credential: ClientCredential } {
  const match = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization);
  const [clientId, secret] = match?.[1] === undefined ? [] : splitUserPass(match[1]);
  if (!clientId || !secret) throw new TokenRefused('requestMalformed', 'Authorization header');
  return { clientId, credential: { kind: 'secret', secret, method: 'client_secret_basic' } };
}

function splitUserPass(text: string): readonly [string, string] | readonly [] {
  try {
    const pair = decodeUtf8(decodeBase64(text));
    const colon = pair.indexOf(':');
    return colon < 0 ? [] : [decodeFormText(pair.slice(0, colon)), decodeFormText(pair.slice(colon + 1))];
  } catch {
    return [];
  }
}
