import type { HouseEvent } from './house.ts';

/** Writes an event as one line for people; events hold no secrets, and values that are not text or numbers are left out. */
export function buildEventLine(event: HouseEvent, at: Date): string {
  const { name, ...facts } = event;
  const shown = Object.entries(facts).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return `${at.toISOString().slice(11, 19)} ${name} ${shown.map(([fact, value]) => `${fact}=${String(value)}`).join(' ')}`.trimEnd();
}
