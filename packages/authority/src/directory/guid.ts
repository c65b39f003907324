const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Tells whether a text is a GUID in the usual form, in any letter case. */
export function isGuid(text: string): boolean {
  return guid.test(text);
}
