const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Tells whether a value is a GUID in the one form that Entra writes: text in lower case, with hyphens (RFC 9562 section 4). */
export function isGuid(value: unknown): value is string {
  return typeof value === 'string' && guid.test(value);
}
