import { loopbackNames } from '../certificates/loopback-names.ts';

/** Names under which clients may reach the authority. */
export type PublicHost = 'localhost' | '127.0.0.1' | '::1';

/** The address that tokens and metadata name. */
export interface PublicOrigin {
  /** The origin, without a trailing slash. Throws before the port is known. */
  read(): string;
  /** The same; undefined before the port is known. */
  find(): string | undefined;
  /** Tells the port the service really listens on. */
  settle(port: number): void;
}

/**
 * Makes the public origin from what was configured, never from a Host header: whoever sends one would choose the issuer.
 *
 * @param host - a name that the server certificate carries
 * @param fixed - an https origin that replaces it, for an authority behind something that forwards to it
 * @param name - of the option that the fixed one came from
 * @throws TypeError when either is not usable
 */
export function createPublicOrigin(host: PublicHost, fixed?: string, name = 'publicOrigin'): PublicOrigin {
  const known: readonly string[] = [...loopbackNames.dns, ...loopbackNames.ip];
  if (!known.includes(host)) throw new TypeError(`publicHost must be one of ${known.join(', ')}`);
  if (fixed !== undefined && !isHttpsOrigin(fixed)) throw new TypeError(`${name} must be an https origin`);
  let origin = fixed;
  return {
    read: () => {
      if (origin === undefined) throw new TypeError('The authority has to listen before it has an address');
      return origin;
    },
    find: () => origin,
    settle: (port) => {
      origin = fixed ?? new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`).origin;
    },
  };
}

function isHttpsOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:' && new URL(text).origin === text;
}
