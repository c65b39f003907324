/**
 * Guards the routes of an Express 5 application.
 *
 * @example
 * ```ts
 * import type { TokenValidator } from '@holdfast/resource';
 * import { holdfastExpress, keepRawBody } from '@holdfast/resource/express';
 * import express from 'express';
 *
 * export const createApi = (validator: TokenValidator) =>
 *   express()
 *     .use(express.json({ verify: keepRawBody }))
 *     .get('/orders', holdfastExpress(validator), (req, res) => void res.json({ tenant: req.auth?.tenant }));
 * ```
 *
 * @packageDocumentation
 */
import type { Bytes } from '@holdfast/core';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { atOnceOf } from '../authenticate/at-once.ts';
import type { Authenticated } from '../authenticate/authenticated.ts';
import type { TokenValidator } from '../authenticate/token-validator.ts';
import { AuthenticationFailure } from '../errors/authentication-failure.ts';
import { whenJudged, whenThere } from '../flow/when-there.ts';
import { fromNodeRequest } from '../incoming/from-node-request.ts';
import { checkRequirements, type Requirements } from '../permissions/requirements.ts';
import { buildFailureResponse } from '../respond/failure-response.ts';

// The global interface, since a program may have another copy of Express's types than the one that is found from here.
declare global {
  // biome-ignore lint/style/noNamespace: it is there, and its types ask to be extended so.
  namespace Express {
    interface Request {
      /** The caller, after {@link holdfastExpress} let the request through. */
      auth?: Authenticated;
    }
  }
}

const keptBodies = new WeakMap<object, Bytes>();

/**
 * Express 5 middleware: lets a request through with `req.auth` set, or answers it.
 *
 * It reads the raw header list and `req.originalUrl`, never `req.headers`, `req.hostname` or a trusted proxy's headers. A proof that
 * covers the body needs {@link keepRawBody} in a body parser before it, and is refused otherwise. Mount it after the handler of CORS
 * preflights, which carry no token.
 *
 * @param validator - the validator of the API; one serves all routes
 * @param requirements - what this route demands beyond a valid token
 * @throws TypeError for requirements that are not well-formed, where the middleware is made
 * @see RFC 9110 section 11.6
 *
 * @example
 * ```ts
 * import { createTokenValidator, entraIssuers } from '@holdfast/resource';
 * import { holdfastExpress, holdfastExpressErrors, keepRawBody } from '@holdfast/resource/express';
 * import express from 'express';
 *
 * const validator = createTokenValidator({
 *   issuers: entraIssuers({ authority: 'https://localhost:8443', tenants: ['8e1f9a0e-0000-4000-8000-5f2d3c4b5a69'] }),
 *   audience: 'api://orders',
 *   origins: 'https://localhost:8490',
 * });
 * export const app = express()
 *   .use(express.json({ limit: '100kb', verify: keepRawBody }))
 *   .get('/orders', holdfastExpress(validator, { requiredScopes: ['read'] }), (req, res) => {
 *     res.json({ tenant: req.auth?.tenant });
 *   })
 *   .use(holdfastExpressErrors());
 * ```
 */
export function holdfastExpress(validator: TokenValidator, requirements: Requirements = {}): RequestHandler {
  checkRequirements(requirements);
  const ask = atOnceOf(validator);
  return (req, res, next) => {
    const pass = (caller: Authenticated): void => {
      for (const [name, value] of caller.headers) res.setHeader(name, value);
      next();
    };
    const judge = () =>
      whenThere(ask(fromNodeRequest(req, keptBodies.get(req)), requirements), (caller) => {
        req.auth = caller;
        return caller;
      });
    return whenJudged(judge, pass, (failure) => send(failure, res));
  };
}

/**
 * Answers failures that routes throw, such as {@link claimsChallenge}. Every other error goes on to the next handler.
 *
 * Mount it after the routes. Not done: answering errors of any other kind; put your own error handler behind it.
 *
 * @example
 * ```ts
 * import { claimsChallenge } from '@holdfast/resource';
 * import { holdfastExpressErrors } from '@holdfast/resource/express';
 * import express from 'express';
 *
 * export const app = express()
 *   .get('/orders', () => {
 *     throw claimsChallenge({ access_token: { acrs: { essential: true, value: 'c1' } } });
 *   })
 *   .use(holdfastExpressErrors());
 * ```
 */
export function holdfastExpressErrors(): ErrorRequestHandler {
  // waiver: four parameters are how Express tells error handlers from others.
  // biome-ignore lint/complexity/useMaxParams: Express knows error handlers by their four parameters.
  return (error: unknown, _req, res, next) => {
    if (error instanceof AuthenticationFailure && !res.headersSent) send(error, res);
    else next(error);
  };
}

/**
 * `verify` option of an Express body parser: keeps the raw bytes, up to the parser's `limit`, so that a proof over them can be checked.
 *
 * @param req - the request, which the bytes are kept for
 * @param _res - not used
 * @param bytes - the body as it came over the wire
 *
 * @example
 * ```ts
 * import { keepRawBody } from '@holdfast/resource/express';
 * import express from 'express';
 *
 * export const app = express().use(express.json({ limit: '100kb', verify: keepRawBody }));
 * ```
 */
export function keepRawBody(req: object, _res: object, bytes: Uint8Array): void {
  keptBodies.set(req, new Uint8Array(bytes));
}

function send(failure: unknown, res: Response): void {
  const { status, headers, body } = buildFailureResponse(failure);
  for (const [name, value] of headers) res.append(name, value);
  res.status(status).end(body);
}
