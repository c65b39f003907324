import { canarySecret, facesOf, findSecret, type Secret, textsIn } from '@holdfast/testing';
import { Finding } from '../engine/finding.ts';

const always: Secret[] = [canarySecret];

/** Looks for a secret in everything that is checked from now on. */
export function keepSecret(kept: Secret): void {
  always.push(kept);
}

/** Every secret that is looked for, for blanking reports. */
export function keptSecrets(): readonly Secret[] {
  return always;
}

/** Fails when an error, an event or any other value shows a secret in one of its faces. */
export function checkNoSecret(value: unknown, secrets: readonly Secret[] = []): void {
  const text = isNewKind(value) ? facesOf(value) : textsIn(value);
  const found = findSecret(text, always) ?? findSecret(text, secrets);
  // Without the value as a cause: the report must not show what it complains about.
  if (found !== undefined) throw new Finding(`the secret "${found.name}" shows in ${describe(value)}`);
}

// Stacks and inspection are slow and follow from the texts: looked at closely for each kind of error, not for each error.
const kindsSeen = new Map<string, number>();
const closeLooks = 5;

function isNewKind(value: unknown): boolean {
  const kind = describe(value);
  const times = kindsSeen.get(kind) ?? 0;
  kindsSeen.set(kind, times + 1);
  return times < closeLooks;
}

function describe(value: unknown): string {
  if (!(value instanceof Error)) return typeof value;
  const code = 'code' in value && typeof value.code === 'string' ? ` ${value.code}` : '';
  const cause = value.cause === undefined ? '' : `, caused by ${describe(value.cause)}`;
  return `${value.name}${code}${cause}`;
}
