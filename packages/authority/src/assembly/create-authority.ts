import type { RequestListener } from 'node:http';
import type { Certificates } from '../certificates/certificates.ts';
import type { Directory } from '../directory/directory.ts';
import type { AttendedService } from '../faults/fault-listener.ts';
import type { KeyRotation } from '../signing/signing-keys.ts';
import { createApps } from './create-apps.ts';
import { type AuthorityDescription, describeAuthority } from './description.ts';
import { openState } from './open-state.ts';
import { type AuthorityOptions, settleOptions } from './options.ts';
import { createServices } from './services.ts';

/** Ports to listen on; 0 takes a free one, and one port is always used on 127.0.0.1 and ::1. */
export interface ListenPorts {
  /** Port of the STS. */
  readonly stsPort?: number | undefined;
  /** Of the STS endpoint that asks for client certificates. */
  readonly mtlsStsPort?: number | undefined;
  /** Port of the services of the machine: IMDS and App Service. */
  readonly imdsPort?: number | undefined;
  /** Port of the admin service. */
  readonly adminPort?: number | undefined;
}

/** A development authority. */
export interface Authority {
  /**
   * Starts the STS (https, and once more asking for client certificates), the services of the machine and the admin service (http), on
   * loopback only.
   *
   * @throws {@link ListenFailed} when a port is taken; nothing listens then
   */
  listen(ports?: ListenPorts): Promise<AuthorityDescription>;
  /** Describes the listening authority, secrets included. */
  describe(): AuthorityDescription;
  /** Certificates of the data directory, for services that run beside the authority. */
  readonly certificates: Certificates;
  /** Who may ask for what, with the secrets that were made up. */
  readonly directory: Directory;
  /** The next signing key takes over; the old one stays published until its last token has expired. */
  rotateKeys(): Promise<KeyRotation>;
  /** Request handlers, for a server of one's own. */
  readonly handlers: {
    /** The STS: discovery, keys, tokens. */
    readonly sts: RequestListener;
    /** Reads the client certificate from the TLS connection itself; the server must ask for it, and must not renegotiate. */
    readonly mtlsSts: RequestListener;
    /** IMDS and App Service: docs/identity-endpoints.md. */
    readonly machine: RequestListener;
    /** The admin API: docs/admin-api.md. */
    readonly admin: RequestListener;
  };
  /** Opens a managed identity token service beside the authority: `IDENTITY_HEADER` of the programs that ask it. It is kept. */
  readonly mitsHeader: string;
  /**
   * Puts a service that runs beside the authority under its counters and faults.
   *
   * @param service - its name, for both; `POST /faults` takes `mits`
   */
  attend(service: AttendedService): RequestListener;
  /** Stops listening, ends every connection within a second, and gives the data directory back. */
  close(): Promise<void>;
}

/**
 * Makes an Entra-compatible authority for development, labs and CI.
 *
 * It issues real tokens to whoever knows the secrets of its directory, and binds them to keys when asked. It is not a production
 * identity provider: nothing limits who may use the machine's loopback interface, and secrets lie in the data directory.
 *
 * Not checked: a `directory` made by hand; {@link parseDirectory} checks what people write.
 *
 * @throws {@link DataLocked}, {@link DataCorrupt}, {@link DataForeign}, {@link DataUnusable} for a data directory that is in use, damaged, not its own
 *   or out of reach
 * @throws TypeError on a wrong option
 *
 * @example
 * ```ts
 * import { createAuthority } from '@holdfast/authority';
 *
 * const authority = await createAuthority({ dataDirectory: '.holdfast' });
 * const { sts, applications } = await authority.listen();
 * console.log(sts, applications.map(({ name, clientId }) => `${name} ${clientId}`));
 * await authority.close();
 * ```
 */
export async function createAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const settled = settleOptions(options);
  const { directory: configuration, dataDirectory, origin, mtlsOrigin, clock } = settled;
  const state = await openState({ dataDirectory, configuration, clock });
  const { directory, certificates, mitsHeader } = state;
  const apps = await createApps(settled, state, () => services.ports());
  const { handlers, rotateKeys, attend } = apps;
  const services = createServices({ ...handlers, tls: certificates.server });
  const describe = (): AuthorityDescription => {
    const { machine, admin } = services.ports();
    const local = { imds: `http://127.0.0.1:${machine}`, admin: `http://127.0.0.1:${admin}` };
    return describeAuthority(state, { sts: origin.read(), mtlsSts: mtlsOrigin.read(), ...local });
  };
  const close = async (): Promise<void> => {
    apps.letGo();
    await services.close();
    await apps.close();
    await state.close();
  };
  let closing: Promise<void> | undefined;
  return {
    listen: async ({ stsPort = 0, mtlsStsPort = 0, imdsPort = 0, adminPort = 0 } = {}) => {
      if (closing !== undefined) throw new TypeError('The authority is closed');
      const ports = await services.listen({ sts: stsPort, mtlsSts: mtlsStsPort, machine: imdsPort, admin: adminPort });
      origin.settle(ports.sts);
      mtlsOrigin.settle(ports.mtlsSts);
      return describe();
    },
    describe,
    certificates,
    directory,
    rotateKeys,
    handlers,
    mitsHeader,
    attend,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
