import { checkOptionNames } from '@holdfast/core/option-names';
import type { CredentialDescription, CredentialKind } from './credential-description.ts';

type FieldType = 'text' | 'password' | 'function' | 'bytes-or-text' | 'object' | 'number' | 'boolean';

interface Fields {
  readonly required: Readonly<Record<string, FieldType>>;
  readonly optional: Readonly<Record<string, FieldType>>;
}

const everyEntry = { skip: 'boolean' } as const;
const everyCertificate = { ...everyEntry, sendX5c: 'boolean', useBoundCredential: 'boolean' } as const;

/** The fields of each kind. */
const fields: Readonly<Record<CredentialKind, Fields>> = {
  certificate: { required: { certificate: 'object' }, optional: everyCertificate },
  'certificate-pem': {
    required: { certificate: 'text' },
    optional: { ...everyCertificate, privateKey: 'text', password: 'password' },
  },
  'certificate-pfx': { required: { pfx: 'bytes-or-text' }, optional: { ...everyCertificate, password: 'password' } },
  'certificate-file': {
    required: { certificateFile: 'text' },
    optional: { ...everyCertificate, keyFile: 'text', password: 'password' },
  },
  'certificate-callback': {
    required: { load: 'function' },
    optional: { ...everyCertificate, refreshSeconds: 'number' },
  },
  'client-secret': { required: { clientSecret: 'text' }, optional: everyEntry },
  'assertion-file': { required: { assertionFile: 'text' }, optional: everyEntry },
  'assertion-callback': {
    required: { assertion: 'function' },
    optional: { ...everyEntry, supportsTokenBinding: 'boolean', useBoundCredential: 'boolean' },
  },
  skipped: { required: { skip: 'boolean' }, optional: {} },
};

/**
 * Refuses entries with a field that is missing, unknown or of the wrong type: one that is misspelt would be ignored, and nobody would notice.
 *
 * @throws TypeError
 */
export function checkDescriptions(credentials: unknown): asserts credentials is readonly CredentialDescription[] {
  if (!Array.isArray(credentials)) throw new TypeError('credentials must be an array');
  for (const [position, entry] of credentials.entries()) checkDescription(entry, position);
}

function checkDescription(entry: unknown, position: number): void {
  const fault = (what: string): TypeError => new TypeError(`credentials[${position}] ${what}`);
  if (typeof entry !== 'object' || entry === null) throw fault('must be an object');
  const { kind, ...given } = entry as Readonly<Record<string, unknown>>;
  const known = typeof kind === 'string' && Object.hasOwn(fields, kind) ? fields[kind as CredentialKind] : undefined;
  if (known === undefined) throw fault('has an unknown kind');
  for (const [name, type] of Object.entries({ ...known.required, ...known.optional })) {
    const isLeftOut = given[name] === undefined && !Object.hasOwn(known.required, name);
    if (!isLeftOut && !isOfType(given[name], type)) throw fault(`needs ${name} of the right type`);
  }
  checkOptionNames(given, new Set(Object.keys({ ...known.required, ...known.optional })), `credentials[${position}]`);
}

function isOfType(value: unknown, type: FieldType): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string' && value !== '';
    case 'password':
      return typeof value === 'string';
    case 'bytes-or-text':
      return value instanceof Uint8Array || isOfType(value, 'text');
    case 'object':
      return typeof value === 'object' && value !== null;
    default:
      return typeof value === type;
  }
}
