import type { JsonValue } from '@holdfast/core';
import type { ReceivedTokenType } from '../errors/binding-errors.ts';

/**
 * Names the type of a reply that was refused, in fixed words: what came over the network reaches no error.
 *
 * @param requested - the wire's word for what was asked for
 */
export function nameTokenType(received: JsonValue | undefined, requested: string): ReceivedTokenType {
  if (received === undefined) return 'absent';
  const word = typeof received === 'string' ? received.toLowerCase() : '';
  if (word === requested) return 'wrong letter case';
  return word === 'bearer' ? 'bearer' : 'other';
}
