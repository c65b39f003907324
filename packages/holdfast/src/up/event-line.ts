import type { AuthorityEvent } from '@holdfast/authority';
import type { ResourceEvent } from '@holdfast/resource';

/** Writes an event as one line for people; events hold no secrets, and values that are not text or numbers are left out. */
export function buildEventLine(event: AuthorityEvent | ResourceEvent, at: Date): string {
  const { name, ...facts } = event;
  const shown = Object.entries(facts).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return `${at.toISOString().slice(11, 19)} ${name} ${shown.map(([fact, value]) => `${fact}=${String(value)}`).join(' ')}`.trimEnd();
}
