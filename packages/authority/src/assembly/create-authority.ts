import { X509Certificate } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createEventSink, type EventSink } from '@holdfast/core';
import { createAdminApp } from '../admin/admin-app.ts';
import { createEventStreams } from '../admin/event-stream.ts';
import { createRevocationStreams } from '../admin/revocation-stream.ts';
import { type Attestation, createAttestation } from '../attestation/attestation.ts';
import type { Certificates } from '../certificates/certificates.ts';
import { createCounters } from '../counters/counters.ts';
import type { Directory } from '../directory/directory.ts';
import { createStsApp } from '../endpoints/sts-app.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import { createEventLog } from '../events/event-log.ts';
import { createFaultBook } from '../faults/fault-book.ts';
import { createFaultInjector } from '../faults/fault-injector.ts';
import { type AttendedService, createFaultListener } from '../faults/fault-listener.ts';
import { createIssueGate, type IssueGate } from '../revocation/issue-gate.ts';
import type { KeyRotation, SigningKeys } from '../signing/signing-keys.ts';
import type { Issuer } from '../steps/token-request.ts';
import { type AuthorityDescription, describeAuthority } from './description.ts';
import { createMachineApp } from './machine-app.ts';
import { type AuthorityState, openState } from './open-state.ts';
import { type AuthorityOptions, type SettledOptions, settleOptions } from './options.ts';
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
  const { directory: configuration, dataDirectory, origin, mtlsOrigin, clock, events, eventCapacity } = settled;
  const state = await openState({ dataDirectory, configuration, clock });
  const { directory, signingKeys, certificates, adminKey, revocations } = state;
  const log = createEventLog({ capacity: eventCapacity, clock });
  const publish = publishTo(log.append, createEventSink(events));
  const counters = createCounters();
  const faults = createFaultBook();
  const injector = createFaultInjector(faults, publish);
  const streams = createEventStreams(log);
  const revocationStreams = createRevocationStreams(revocations);
  const gate = createIssueGate({ book: revocations, clock, wait: settled.wait });
  const rotateKeys = rotationOf(signingKeys, publish);
  const attestation = createAttestation({ key: state.attestationKey, origin: origin.read, clock });
  const issuer = issuerOf(settled, { ...state, gate, attestation });
  const stsParts = { issuer, clock, publish, counters, faults: injector, attestation };
  const sts = await createStsApp({ ...stsParts, endpoint: 'tls' });
  const mtlsSts = await createStsApp({ ...stsParts, endpoint: 'mutual-tls' });
  const adminParts = { adminKey, directory, counters, streams, faults, revocations, revocationStreams };
  const admin = await createAdminApp({ ...adminParts, port: () => services.adminPort(), rotateKeys, publish });
  const machineParts = { ...stsParts, ...state, machineCa: certificates.machineCa };
  const machine = await createMachineApp({ ...machineParts, port: () => services.machinePort() });
  const handlers = { sts: sts.routing, mtlsSts: mtlsSts.routing, machine: machine.routing, admin: admin.routing };
  const services = createServices({ ...handlers, tls: certificates.server });
  const describe = (): AuthorityDescription =>
    describeAuthority(state, {
      sts: origin.read(),
      mtlsSts: mtlsOrigin.read(),
      imds: `http://127.0.0.1:${services.machinePort()}`,
      admin: `http://127.0.0.1:${services.adminPort()}`,
    });
  const close = async (): Promise<void> => {
    streams.close();
    revocationStreams.close();
    gate.close();
    injector.close();
    await services.close();
    await Promise.all([sts.close(), mtlsSts.close(), machine.close(), admin.close()]);
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
    mitsHeader: state.mitsHeader,
    attend: (service) => createFaultListener(service, { counters, faults: injector }),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function issuerOf(
  { origin, mtlsOrigin, isCertificateRevoked }: SettledOptions,
  state: AuthorityState & { readonly gate: IssueGate; readonly attestation: Attestation },
): () => Issuer {
  const { directory, signingKeys, revocations, gate, attestation, certificates } = state;
  const machine = { ca: new X509Certificate(certificates.machineCa.certPem), attestation };
  return () => ({
    origin: origin.read(),
    mtlsOrigin: mtlsOrigin.find(),
    directory,
    signingKeys,
    isCertificateRevoked: (certificate) =>
      revocations.isHolderRevoked({ certificateThumbprint: certificate.thumbprint }) ||
      isCertificateRevoked(certificate),
    revocations,
    gate,
    machine,
  });
}

function rotationOf({ rotate }: SigningKeys, publish: EventSink<AuthorityEvent>): () => Promise<KeyRotation> {
  return async () => {
    const rotation = await rotate();
    publish({ name: 'key.rotated', ...rotation });
    return rotation;
  };
}

function publishTo(append: EventSink<AuthorityEvent>, sink: EventSink<AuthorityEvent>): EventSink<AuthorityEvent> {
  return (event) => {
    append(event);
    sink(event);
  };
}
