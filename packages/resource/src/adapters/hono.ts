/**
 * Guards the routes of a Hono 4 application, in Node and in every other runtime of Hono.
 *
 * @example
 * ```ts
 * import type { TokenValidator } from '@holdfast/resource';
 * import { holdfastHono } from '@holdfast/resource/hono';
 * import { Hono } from 'hono';
 *
 * export const createApi = (validator: TokenValidator) =>
 *   new Hono().get('/orders', holdfastHono(validator), (c) => c.json({ tenant: c.var.auth.tenant }));
 * ```
 *
 * @packageDocumentation
 */

import type { Context, ErrorHandler, MiddlewareHandler } from 'hono';
import type { Authenticated } from '../authenticate/authenticated.ts';
import type { TokenValidator } from '../authenticate/token-validator.ts';
import { AuthenticationFailure } from '../errors/authentication-failure.ts';
import { fromNodeRequest, type NodeRequest } from '../incoming/from-node-request.ts';
import { copyBody, fromWebRequest } from '../incoming/from-web-request.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';
import { buildFailureAnswer } from './failure-answer.ts';
import { isBodyWanted, type RouteRequirements, readRouteRequirements } from './route-requirements.ts';

export type { RouteRequirements } from './route-requirements.ts';

/** What {@link holdfastHono} adds to the context of a request that passes. */
export interface HonoAuth {
  /** Variables of the context. */
  readonly Variables: {
    /** The caller: `c.get('auth')`, `c.var.auth`. */
    readonly auth: Authenticated;
  };
}

/**
 * Hono 4 middleware: lets a request through with `c.var.auth` set, or answers it.
 *
 * Under `@hono/node-server` it reads the request as it came over the wire; elsewhere the runtime normalised the address already, dot
 * segments and host included. A proof that covers the body needs `keepBodyBytes`, and is refused otherwise. Mount it after the handler of
 * CORS preflights, which carry no token, and before anything that reads the body.
 *
 * @param validator - the validator of the API; one serves all routes
 * @param requirements - what this route demands beyond a valid token
 * @throws TypeError for requirements that are not well-formed, where the middleware is made
 * @see RFC 9110 section 11.6
 *
 * @example
 * ```ts
 * import type { TokenValidator } from '@holdfast/resource';
 * import { holdfastHono, holdfastHonoErrors } from '@holdfast/resource/hono';
 * import { Hono } from 'hono';
 *
 * export function createApi(validator: TokenValidator) {
 *   const guard = holdfastHono(validator, { requiredScopes: ['read'], keepBodyBytes: 102_400 });
 *   return new Hono()
 *     .get('/orders', guard, (c) => c.json({ tenant: c.var.auth.tenant }))
 *     .onError(holdfastHonoErrors((_error, c) => c.text('Internal Server Error', 500)));
 * }
 * ```
 */
export function holdfastHono(
  validator: TokenValidator,
  requirements: RouteRequirements = {},
): MiddlewareHandler<HonoAuth> {
  const { demands, keepBodyBytes } = readRouteRequirements(requirements);
  return async (c, next) => {
    let caller: Authenticated;
    try {
      const incoming = readIncoming(c);
      const body = isBodyWanted(incoming, keepBodyBytes) ? await copyBody(c.req.raw, keepBodyBytes) : undefined;
      caller = await validator.authenticate(body === undefined ? incoming : { ...incoming, body }, demands);
    } catch (failure) {
      return answer(failure, c);
    }
    c.set('auth', caller);
    for (const [name, value] of caller.headers) c.header(name, value);
    await next();
    // A Response that a route made by itself does not have them.
    for (const [name, value] of caller.headers) if (!c.res.headers.has(name)) c.header(name, value);
    return undefined;
  };
}

/**
 * `onError` handler for failures that routes throw, such as {@link claimsChallenge}. Every other error is for the handler given.
 *
 * @param otherwise - answers errors of any other kind
 *
 * @example
 * ```ts
 * import { claimsChallenge } from '@holdfast/resource';
 * import { holdfastHonoErrors } from '@holdfast/resource/hono';
 * import { Hono } from 'hono';
 *
 * export const app = new Hono()
 *   .get('/orders', () => {
 *     throw claimsChallenge({ access_token: { acrs: { essential: true, value: 'c1' } } });
 *   })
 *   .onError(holdfastHonoErrors((_error, c) => c.text('Internal Server Error', 500)));
 * ```
 */
export function holdfastHonoErrors(otherwise: ErrorHandler): ErrorHandler {
  return (error, c) => (error instanceof AuthenticationFailure ? answer(error, c) : otherwise(error, c));
}

function readIncoming(c: Context): IncomingRequest {
  const { incoming } = (c.env ?? {}) as { readonly incoming?: Partial<NodeRequest> | undefined };
  if (!Array.isArray(incoming?.rawHeaders) || typeof incoming.url !== 'string') return fromWebRequest(c.req.raw);
  // The method is the one that was routed by: middleware may put another in its place, which no proof covers.
  return { ...fromNodeRequest(incoming as NodeRequest), method: c.req.raw.method };
}

function answer(failure: unknown, c: Context): Response {
  const { status, headers, body } = buildFailureAnswer(failure);
  return c.newResponse(body, status as 401, headers);
}
