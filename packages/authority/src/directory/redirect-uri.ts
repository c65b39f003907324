const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

// Parsers of addresses drop line breaks and turn backslashes round; answers go out with the text as it is.
const plain = /^[\x21-\x7e]+$/;

// Parsers take more for a name, a semicolon or a star; the policy of our pages names the host, and there they mean something.
const host = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;

/**
 * Tells whether an address may be registered: https anywhere, http on loopback only, a host that is a plain name or address, no fragment, no
 * user information, and nothing but printable ASCII without a backslash.
 */
export function isRedirectUri(text: string): boolean {
  if (!plain.test(text) || text.includes('\\') || !URL.canParse(text) || text.includes('#')) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '' || !host.test(hostname)) return false;
  return protocol === 'https:' || (protocol === 'http:' && loopbackHosts.has(hostname));
}
