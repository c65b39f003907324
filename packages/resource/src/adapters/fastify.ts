/**
 * Guards the routes of a Fastify 5 application.
 *
 * @example
 * ```ts
 * import type { TokenValidator } from '@holdfast/resource';
 * import { holdfastFastify } from '@holdfast/resource/fastify';
 * import fastify from 'fastify';
 *
 * export function createApi(validator: TokenValidator) {
 *   const app = fastify();
 *   app.get('/orders', { preParsing: holdfastFastify(validator) }, ({ auth }) => ({ tenant: auth?.tenant }));
 *   return app;
 * }
 * ```
 *
 * @packageDocumentation
 */

import type { FastifyPluginAsync } from 'fastify';
import { atOnceOf } from '../authenticate/at-once.ts';
import type { Authenticated } from '../authenticate/authenticated.ts';
import type { TokenValidator } from '../authenticate/token-validator.ts';
import { AuthenticationFailure } from '../errors/authentication-failure.ts';
import { whenJudged, whenThere } from '../flow/when-there.ts';
import { fromNodeRequest } from '../incoming/from-node-request.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';
import { type FastifyAnswer, type FastifyGuard, sendRefusal } from './fastify-hook.ts';
import { keepPayload, type Payload, replayPayload } from './keep-payload.ts';
import { isBodyWanted, type RouteRequirements, readRouteRequirements } from './route-requirements.ts';

export type { FastifyAnswer, FastifyGuard } from './fastify-hook.ts';
export type { Payload } from './keep-payload.ts';
export type { RouteRequirements } from './route-requirements.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller, after {@link holdfastFastify} let the request through. */
    auth?: Authenticated;
  }
}

/**
 * Fastify 5 `preParsing` hook: lets a request through with `request.auth` set, or answers it before any of its body is parsed.
 *
 * It reads the raw header list and the target as it came over the wire, never `request.host` or a trusted proxy's headers. A proof that
 * covers the body needs `keepBodyBytes`, and is refused otherwise. Routes that answer CORS preflights, which carry no token, go without it.
 *
 * @param validator - the validator of the API; one serves all routes
 * @param requirements - what this route demands beyond a valid token
 * @throws TypeError for requirements that are not well-formed, where the hook is made
 * @see RFC 9110 section 11.6
 *
 * @example
 * ```ts
 * import type { TokenValidator } from '@holdfast/resource';
 * import { declareRequestAuth, holdfastFastify, holdfastFastifyErrors } from '@holdfast/resource/fastify';
 * import fastify from 'fastify';
 *
 * export async function createApi(validator: TokenValidator) {
 *   const app = fastify();
 *   await app.register(declareRequestAuth);
 *   app.setErrorHandler(holdfastFastifyErrors());
 *   const guard = holdfastFastify(validator, { requiredScopes: ['read'], keepBodyBytes: 102_400 });
 *   app.get('/orders', { preParsing: guard }, (request) => ({ tenant: request.auth?.tenant }));
 *   return app;
 * }
 * ```
 */
export function holdfastFastify(validator: TokenValidator, requirements: RouteRequirements = {}): FastifyGuard {
  const { demands, keepBodyBytes } = readRouteRequirements(requirements);
  const ask = atOnceOf(validator);
  const admit = (
    request: Parameters<FastifyGuard>[0],
    reply: FastifyAnswer,
    payload: Payload,
  ): Payload | Promise<Payload> => {
    const welcome = (caller: Authenticated): void => {
      request.auth = caller;
      for (const [name, value] of caller.headers) reply.header(name, value);
    };
    const incoming = fromNodeRequest(request.raw);
    const judge = (asked: IncomingRequest) => whenThere(ask(asked, demands), welcome);
    if (!isBodyWanted(incoming, keepBodyBytes)) return whenThere(judge(incoming), () => payload);
    return keepPayload(payload, keepBodyBytes).then((body) =>
      whenThere(judge({ ...incoming, body }), () => replayPayload(body, payload)),
    );
  };
  // waiver: a preParsing hook of Fastify has four parameters.
  // biome-ignore lint/complexity/useMaxParams: a preParsing hook of Fastify has four.
  return (request, reply, payload, done) => {
    if (typeof done !== 'function') throw new TypeError('The guard is a preParsing hook');
    // Nothing is returned for Fastify to await: with a promise, a client that hangs up before a refusal is out has its request handled.
    void whenJudged(
      () => admit(request, reply, payload),
      (body) => done(null, body),
      (failure) => sendRefusal(failure, reply),
    );
  };
}

/**
 * Error handler for failures that routes throw, such as {@link claimsChallenge}. Every other error goes on to the handler above.
 *
 * @example
 * ```ts
 * import { claimsChallenge } from '@holdfast/resource';
 * import { holdfastFastifyErrors } from '@holdfast/resource/fastify';
 * import fastify from 'fastify';
 *
 * const app = fastify();
 * app.setErrorHandler(holdfastFastifyErrors());
 * app.get('/orders', () => {
 *   throw claimsChallenge({ access_token: { acrs: { essential: true, value: 'c1' } } });
 * });
 * ```
 */
export function holdfastFastifyErrors(): (
  error: unknown,
  request: unknown,
  reply: FastifyAnswer,
) => Promise<never> | undefined {
  return (error, _request, reply) => {
    if (!(error instanceof AuthenticationFailure) || reply.raw.headersSent) return Promise.reject(error);
    sendRefusal(error, reply);
    return undefined;
  };
}

/** Fastify plugin that declares `request.auth`, so that the program does not start when another plugin declares it too. */
export const declareRequestAuth: FastifyPluginAsync = Object.assign(
  (async (app) => {
    app.decorateRequest('auth');
  }) satisfies FastifyPluginAsync,
  // Declared for the whole application, not for this plugin alone.
  { [Symbol.for('skip-override')]: true },
);
