/**
 * Reads the hosts that IMDS may name beside those of the Azure clouds, as `URL` writes them.
 *
 * @throws TypeError for what is no host, such as a pattern or an address with a path
 */
export function parseHosts(hosts: unknown): ReadonlySet<string> {
  const list: unknown = hosts ?? [];
  if (!Array.isArray(list)) throw new TypeError('allowedHosts must be an array of hosts');
  return new Set(list.map(parseHost));
}

function parseHost(host: unknown): string {
  const address = `https://${host}`;
  const url = typeof host === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  // Neither a pattern nor a part of an address: what is compared is the whole host.
  if (
    url === undefined ||
    `${url.origin}/` !== url.href ||
    !/^[a-z0-9.-]+(?::\d+)?$|^\[[0-9a-f:.]+\](?::\d+)?$/.test(url.host)
  ) {
    throw new TypeError('allowedHosts must hold hosts such as login.example or localhost:8444');
  }
  return url.host;
}
