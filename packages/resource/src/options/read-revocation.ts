import type { EventSink } from '@holdfast/core';
import type { ResourceEvent } from '../events/resource-event.ts';
import {
  dangerouslyAcceptWhenLost,
  type RevocationOptions,
  type RevocationRules,
} from '../revocation/revocation-options.ts';
import { checkKnownNames, readAmount } from './check-values.ts';
import { defaultOptions } from './defaults.ts';

/** Reads the rules of revocation; that a lost feed lets requests pass is said out loud. */
export function readRevocation(
  options: RevocationOptions | undefined,
  publish: EventSink<ResourceEvent>,
): RevocationRules | undefined {
  if (options === undefined) return undefined;
  checkKnownNames(options, { feed: true, lostAfterSeconds: true, whenLost: true });
  const isStrange = (symbol: symbol): boolean => symbol !== dangerouslyAcceptWhenLost;
  if (Object.getOwnPropertySymbols(options).some(isStrange)) throw new TypeError('a symbol is not an option');
  const { feed, whenLost = defaultOptions.revocation.whenLost, [dangerouslyAcceptWhenLost]: accepts = false } = options;
  if (typeof feed?.covers !== 'function' || typeof feed.secondsBehind !== 'function') {
    throw new TypeError('revocation.feed must have covers and secondsBehind');
  }
  if (whenLost !== 'refuse-cae' && whenLost !== 'refuse-all') {
    throw new TypeError('revocation.whenLost must be refuse-cae or refuse-all');
  }
  if (typeof accepts !== 'boolean') throw new TypeError('dangerouslyAcceptWhenLost must be true or false');
  if (accepts && options.whenLost !== undefined)
    throw new TypeError('whenLost and dangerouslyAcceptWhenLost exclude each other');
  if (accepts) publish({ name: 'option.dangerous', option: 'dangerouslyAcceptWhenLost' });
  const lostAfterSeconds = readAmount(
    'revocation.lostAfterSeconds',
    options.lostAfterSeconds ?? defaultOptions.revocation.lostAfterSeconds,
    { most: 86_400 },
  );
  return Object.freeze({ feed, lostAfterSeconds, whenLost: accepts ? 'accept' : whenLost, publish });
}
