/**
 * Guards whatever speaks `Request` and `Response`: Deno, Bun, edge workers, frameworks without an adapter here.
 *
 * @example
 * ```ts
 * import type { TokenValidator } from '@holdfast/resource';
 * import { authenticateRequest } from '@holdfast/resource/web';
 *
 * export const createHandler = (validator: TokenValidator) => async (request: Request) => {
 *   const caller = await authenticateRequest(validator, request);
 *   return caller instanceof Response ? caller : Response.json({ tenant: caller.tenant });
 * };
 * ```
 *
 * @packageDocumentation
 */

import type { Authenticated } from '../authenticate/authenticated.ts';
import type { TokenValidator } from '../authenticate/token-validator.ts';
import { AuthenticationFailure } from '../errors/authentication-failure.ts';
import { Refused } from '../errors/refused.ts';
import { copyBody, fromWebRequest } from '../incoming/from-web-request.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';
import { buildFailureResponse } from '../respond/failure-response.ts';
import { isBodyWanted, type RouteRequirements, readRouteRequirements } from './route-requirements.ts';

export type { RouteRequirements } from './route-requirements.ts';

/** A request, and the connection that it came over: a Fetch API `Request` does not have it. */
export interface RequestOverConnection extends Pick<IncomingRequest, 'certificate' | 'connection'> {
  /** The request. */
  readonly request: Request;
}

/**
 * Authenticates a Fetch API `Request`: gives the caller, or the `Response` to answer with.
 *
 * Add {@link Authenticated.headers} to the answer of a request that passes, or clients will ask for a nonce each time.
 *
 * Not checked: the address as it came over the wire, which the runtime normalised before anybody here could see it. The proof is compared
 * with what the router of such a runtime sees too; a client that signs a path with dot segments is refused.
 *
 * @param validator - the validator of the API
 * @param request - its body is copied when `keepBodyBytes` says so, and stays readable; with its connection or its client certificate, where
 *   tokens are bound to one
 * @param requirements - what this route demands
 *
 * @throws TypeError for requirements that are not well-formed; every other failure is a `Response`
 * @see RFC 9110 section 11.6
 *
 * @example
 * ```ts
 * import type { TokenValidator } from '@holdfast/resource';
 * import { authenticateRequest } from '@holdfast/resource/web';
 *
 * export async function handle(validator: TokenValidator, request: Request): Promise<Response> {
 *   const caller = await authenticateRequest(validator, request, { requiredScopes: ['read'] });
 *   if (caller instanceof Response) return caller;
 *   return Response.json({ tenant: caller.tenant }, { headers: caller.headers.map(([name, value]) => [name, value]) });
 * }
 * ```
 */
export async function authenticateRequest(
  validator: TokenValidator,
  request: Request | RequestOverConnection,
  requirements: RouteRequirements = {},
): Promise<Authenticated | Response> {
  const { demands, keepBodyBytes } = readRouteRequirements(requirements);
  const over = 'request' in request ? request : { request };
  try {
    const incoming = { ...fromWebRequest(over.request), certificate: over.certificate, connection: over.connection };
    const body = isBodyWanted(incoming, keepBodyBytes) ? await copyBody(over.request, keepBodyBytes) : undefined;
    return await validator.authenticate(body === undefined ? incoming : { ...incoming, body }, demands);
  } catch (cause) {
    return respond(cause instanceof Refused ? new AuthenticationFailure(cause, []) : cause);
  }
}

function respond(failure: unknown): Response {
  const { status, headers, body } = buildFailureResponse(failure);
  return new Response(body, { status, headers: headers.map(([name, value]): [string, string] => [name, value]) });
}
