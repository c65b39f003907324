import { BlockList, isIP } from 'node:net';
import { isForClients, isInForce } from '../client-certificate/match-certificate.ts';
import { readFrom } from '../client-certificate/read-connection-certificate.ts';
import type { IncomingConnection } from '../incoming/incoming-request.ts';
import { checkKnownNames, readList } from '../options/check-values.ts';

/** A proxy, known by where it connects from, by its own client certificate, or by both: what is given must all be so. */
export interface TrustedHop {
  /**
   * Addresses and networks (`10.0.4.0/24`, `::1`) that it connects from, or `unix` for a Unix socket that this process listens on. On a
   * loopback address every process of the machine passes for the proxy.
   *
   * @default from anywhere; then `certificates` is required
   */
  readonly addresses?: string | readonly string[] | undefined;
  /**
   * base64url SHA-256 of its client certificates (as in `x5t#S256`), which it presents to this API in the TLS handshake.
   *
   * @default none is asked for; then `addresses` is required
   */
  readonly certificates?: string | readonly string[] | undefined;
}

/** Tells whether the peer of a connection is a trusted hop; `now` is epoch seconds. */
export type HopCheck = (connection: IncomingConnection | undefined, now: number) => Promise<boolean>;

/** Reads who may forward; that nobody is named, or everybody, is a mistake. */
export function readHops(trustedHops: readonly TrustedHop[]): HopCheck {
  if (!Array.isArray(trustedHops) || trustedHops.length === 0) {
    throw new TypeError('trustedHops must be a list of at least one');
  }
  const checks = trustedHops.map(readHop);
  return async (connection, now) => {
    for (const check of checks) if (await check(connection, now)) return true;
    return false;
  };
}

function readHop(hop: TrustedHop): HopCheck {
  checkKnownNames(hop, { addresses: true, certificates: true });
  const { addresses, certificates } = hop;
  if (addresses === undefined && certificates === undefined) {
    throw new TypeError('a trusted hop is known by addresses, by certificates or by both');
  }
  const isAtHome = addresses === undefined ? undefined : readAddresses(readList('addresses', addresses));
  const thumbprints = certificates === undefined ? undefined : readThumbprints(certificates);
  return async (connection, now) => {
    if (connection === undefined || isAtHome?.(connection) === false) return false;
    return thumbprints === undefined || presentsOneOf(thumbprints, { connection, now });
  };
}

const unix = 'unix';

function readAddresses(addresses: readonly string[]): (connection: IncomingConnection) => boolean {
  const networks = new BlockList();
  for (const address of addresses) if (address !== unix) addNetwork(networks, address);
  const admitsUnix = addresses.includes(unix);
  return (connection) => {
    // Not from the missing peer address: one that has hung up has none either.
    if (typeof connection.server?.address?.() === 'string') return admitsUnix;
    // A zone says through which interface a link-local address is meant, and is no part of it.
    const peer = connection.remoteAddress?.split('%', 1)[0] ?? '';
    const family = isIP(peer);
    return family !== 0 && networks.check(peer, family === 6 ? 'ipv6' : 'ipv4');
  };
}

function addNetwork(networks: BlockList, text: string): void {
  const [address = '', length, ...rest] = text.split('/');
  const family = isIP(address);
  const most = family === 6 ? 128 : 32;
  const bits = length === undefined ? most : /^[1-9][0-9]{0,2}$/.test(length) ? Number(length) : 0;
  // A length of 0 is everybody.
  if (family === 0 || rest.length > 0 || bits < 1 || bits > most) {
    throw new TypeError('addresses must be IP addresses, networks that are not everybody, or unix');
  }
  networks.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
}

const thumbprint = /^[A-Za-z0-9_-]{43}$/;

function readThumbprints(certificates: string | readonly string[]): ReadonlySet<string> {
  const list = readList('certificates', certificates);
  if (!list.every((one) => thumbprint.test(one))) {
    throw new TypeError('certificates must be base64url SHA-256 thumbprints, as in x5t#S256');
  }
  return new Set(list);
}

async function presentsOneOf(
  thumbprints: ReadonlySet<string>,
  { connection, now }: { readonly connection: IncomingConnection; readonly now: number },
): Promise<boolean> {
  const certificate = await readFrom(connection);
  return (
    certificate !== undefined &&
    thumbprints.has(certificate.thumbprint) &&
    isInForce(certificate, now) &&
    isForClients(certificate)
  );
}
