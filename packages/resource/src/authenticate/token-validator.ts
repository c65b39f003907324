import { findLabel } from '../credential/extract-credential.ts';
import { AuthenticationFailure } from '../errors/authentication-failure.ts';
import { Refused } from '../errors/refused.ts';
import { orRefuse, whenThere } from '../flow/when-there.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';
import { readOptions } from '../options/read-options.ts';
import type { TokenValidatorOptions } from '../options/token-validator-options.ts';
import { checkRequirements, type Requirements } from '../permissions/requirements.ts';
import { buildChallenges } from '../respond/challenges.ts';
import { type AtOnce, offerAtOnce } from './at-once.ts';
import { type Attempt, authenticate } from './authenticate.ts';
import type { Authenticated } from './authenticated.ts';

/** Judges requests to one API. It may be shared by all routes. */
export interface TokenValidator {
  /**
   * Authenticates and authorises one request.
   *
   * @param incoming - the request as it came over the wire
   * @param requirements - what this route demands beyond a valid token
   * @throws {@link AuthenticationFailure} for every request that may not pass, and when it cannot be told
   * @throws TypeError for requirements that are not well-formed
   */
  authenticate(incoming: IncomingRequest, requirements?: Requirements): Promise<Authenticated>;
}

/**
 * Creates the validator of an API: issuers, audience, binding policy, proofs, nonces and replay in one place, strict by default.
 *
 * A token that is bound never passes without its proof, under any setting.
 *
 * Not checked: revocation between a token's issue and its expiry, unless `revocation` has a feed; the issuer of client certificates, and their revocation unless
 * `clientCertificates.isRevoked` tells; parts of a request that its proof does not cover, which are headers and body unless the client
 * signs them.
 *
 * @param options - read once; see {@link defaultOptions} for what is filled in
 * @throws TypeError for options that are missing, unknown or out of range
 * @see RFC 6750; RFC 7800; RFC 8705; RFC 9068; draft-ietf-oauth-signed-http-request-03
 *
 * @example
 * ```ts
 * import { createTokenValidator, entraIssuers } from '@holdfast/resource';
 *
 * export const validator = createTokenValidator({
 *   issuers: entraIssuers({
 *     authority: 'https://login.microsoftonline.com',
 *     tenants: ['8e1f9a0e-0000-4000-8000-5f2d3c4b5a69'],
 *   }),
 *   audience: 'api://orders',
 *   origins: 'https://api.example',
 * });
 * ```
 */
export function createTokenValidator(options: TokenValidatorOptions): TokenValidator {
  const settings = readOptions(options);
  const atOnce: AtOnce = (incoming, requirements) => {
    checkRequirements(requirements);
    return judge({ incoming, requirements, settings });
  };
  return offerAtOnce({ authenticate: async (incoming, requirements = {}) => atOnce(incoming, requirements) }, atOnce);
}

function judge(attempt: Attempt): Authenticated | Promise<Authenticated> {
  const welcome = (caller: Authenticated): Authenticated => {
    const { scheme, binding, tenant } = caller;
    attempt.settings.publish({ name: 'request.authenticated', scheme, binding: binding.method, tenant });
    return caller;
  };
  return orRefuse(
    () => whenThere(authenticate(attempt), welcome),
    (cause) => refuse(cause, attempt),
  );
}

async function refuse(cause: unknown, { incoming, requirements, settings }: Attempt): Promise<never> {
  // What no step foresaw is a fault on this side, and still a refusal.
  const refused = cause instanceof Refused ? cause : new Refused('ERR_AUTHENTICATE_INTERNAL', { cause });
  const facts = { ...settings, requirements, scheme: findLabel(incoming) };
  const failure = new AuthenticationFailure(refused, await buildChallenges(refused, facts));
  settings.publish({ name: 'request.refused', code: failure.code, status: failure.status });
  throw failure;
}
