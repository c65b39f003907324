import { createHmac, randomBytes } from 'node:crypto';
import { equalText } from '@holdfast/core';
import { createOpaqueSecret, isOpaqueSecret } from '../secrets/opaque-secret.ts';
import { findCookie, writeCookie } from '../sessions/cookies.ts';

/** Binds an interaction to the browser that its page was made for. */
export interface AntiForgery {
  /** Takes a place, and makes the cookie that belongs there. */
  begin(): { readonly place: number; readonly secret: string; readonly cookieLine: string };
  /** Finds the secret that a browser keeps in a place. */
  findSecret(cookieHeader: string | undefined, place: number): string | undefined;
  /** The field `anti_forgery` for a page that carries this interaction to whoever keeps the secret. */
  sign(flow: string, secret: string): string;
  /** Tells whether the field goes with the interaction and with the cookie of the browser that sends it. */
  verify(proof: { readonly flow: string; readonly secret: string; readonly field: string }): boolean;
}

/** For how long a page of an interaction may stay open, in seconds. */
export const interactionSeconds = 600;

const places = 16;

/**
 * Makes the cookies and fields that keep other sites from sending forms of ours.
 *
 * The cookie is `SameSite=Strict`, so no form of another site carries it, and a sign-in cannot be finished in a browser that did not begin it.
 * The browser does not show it to us either when another site leads here, and a new one would end the page of another tab: so there are sixteen
 * places in turn, and never more cookies than that.
 */
export function createAntiForgery(): AntiForgery {
  const key = randomBytes(32);
  let turn = 0;
  const sign: AntiForgery['sign'] = (flow, secret) =>
    createHmac('sha256', key).update(secret, 'utf8').update(flow, 'utf8').digest('base64url');
  return {
    begin: () => {
      const place = turn;
      turn = (turn + 1) % places;
      const secret = createOpaqueSecret();
      const name = cookieName(place);
      return {
        place,
        secret,
        cookieLine: writeCookie({ name, value: secret, sameSite: 'Strict', maxAgeSeconds: interactionSeconds }),
      };
    },
    findSecret: (cookieHeader, place) => {
      const secret = findCookie(cookieHeader, cookieName(place));
      return secret !== undefined && isOpaqueSecret(secret) ? secret : undefined;
    },
    sign,
    verify: ({ flow, secret, field }) => equalText(sign(flow, secret), field),
  };
}

function cookieName(place: number): `__Host-${string}` {
  return `__Host-holdfast-flow-${place}`;
}
