import type { IncomingRequest } from '../incoming/incoming-request.ts';
import type { Requirements } from '../permissions/requirements.ts';
import type { Authenticated } from './authenticated.ts';
import type { TokenValidator } from './token-validator.ts';

/**
 * Authenticates as {@link TokenValidator.authenticate} does, and answers at once where nothing has to be waited for.
 *
 * @throws TypeError at once for requirements that are not well-formed; every refusal comes as a promise
 */
export type AtOnce = (incoming: IncomingRequest, requirements: Requirements) => Authenticated | Promise<Authenticated>;

/*
 * By the very object. As a member of it, this would be copied by whoever writes `{ ...validator, authenticate: stricter }`, and the stricter one would
 * be passed by.
 */
const offered = new WeakMap<TokenValidator, AtOnce>();

/** Says how a validator can be asked at once, and freezes it: nobody may put another method into what is asked past that method. */
export function offerAtOnce(validator: TokenValidator, atOnce: AtOnce): TokenValidator {
  offered.set(Object.freeze(validator), atOnce);
  return validator;
}

/** Gives the way to ask a validator at once; one that does not offer it, such as a wrapper, is asked as it is. */
export function atOnceOf(validator: TokenValidator): AtOnce {
  return offered.get(validator) ?? (async (incoming, requirements) => validator.authenticate(incoming, requirements));
}
