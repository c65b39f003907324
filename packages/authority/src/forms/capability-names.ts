const capability = /^[a-z0-9_-]{1,32}$/;
const mostCapabilities = 16;

/** Takes over client capabilities such as `cp1`: in lower case, because clients spell them both ways; what cannot be one is left out. */
export function acceptCapabilities(spelled: readonly string[]): readonly string[] {
  const names = spelled.map((name) => name.trim().toLowerCase()).filter((name) => capability.test(name));
  return names.slice(0, mostCapabilities);
}
