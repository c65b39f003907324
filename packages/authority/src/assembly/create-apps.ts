import { X509Certificate } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createEventSink, type EventSink } from '@holdfast/core';
import { createAdminApp } from '../admin/admin-app.ts';
import { createEventStreams } from '../admin/event-stream.ts';
import { createRevocationStreams } from '../admin/revocation-stream.ts';
import { type Attestation, createAttestation } from '../attestation/attestation.ts';
import { createAuthorizationCodes } from '../codes/authorization-codes.ts';
import { createConsents } from '../consents/consents.ts';
import { createCounters } from '../counters/counters.ts';
import { createStsApp } from '../endpoints/sts-app.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import { createEventLog } from '../events/event-log.ts';
import { createFaultBook } from '../faults/fault-book.ts';
import { createFaultInjector } from '../faults/fault-injector.ts';
import { type AttendedService, createFaultListener } from '../faults/fault-listener.ts';
import { createTokenFamilies } from '../refresh-tokens/token-families.ts';
import { createIssueGate, type IssueGate } from '../revocation/issue-gate.ts';
import { createPasswordThrottle } from '../sessions/password-throttle.ts';
import { createSessions } from '../sessions/sessions.ts';
import type { KeyRotation, SigningKeys } from '../signing/signing-keys.ts';
import type { Issuer } from '../steps/token-request.ts';
import { createMachineApp } from './machine-app.ts';
import type { AuthorityState } from './open-state.ts';
import type { SettledOptions } from './options.ts';
import type { ServiceHandlers, ServicePorts } from './services.ts';

/** What answers the requests of an authority. None of it listens. */
export interface AuthorityApps {
  readonly handlers: ServiceHandlers;
  rotateKeys(): Promise<KeyRotation>;
  /** Puts a service that runs beside the authority under its counters and faults. */
  attend(service: AttendedService): RequestListener;
  /** Ends whatever waits or streams, so that connections can end. */
  letGo(): void;
  close(): Promise<void>;
}

/**
 * Makes the apps over a state.
 *
 * @param ports - where they listen, asked with each request
 */
export async function createApps(
  settled: SettledOptions,
  state: AuthorityState,
  ports: () => ServicePorts,
): Promise<AuthorityApps> {
  const { origin, clock, events, eventCapacity } = settled;
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
  const sessions = createSessions({ clock, directory, revocations });
  const throttle = createPasswordThrottle(
    directory.users.map(({ username }) => username),
    clock,
  );
  const stsParts = { issuer, clock, publish, counters, faults: injector, attestation, sessions, throttle };
  const sts = await createStsApp({ ...stsParts, endpoint: 'tls' });
  const mtlsSts = await createStsApp({ ...stsParts, endpoint: 'mutual-tls' });
  const adminParts = { adminKey, directory, counters, streams, faults, revocations, revocationStreams, sessions };
  const admin = await createAdminApp({ ...adminParts, port: () => ports().admin, rotateKeys, publish });
  const machineParts = { ...stsParts, ...state, machineCa: certificates.machineCa };
  const machine = await createMachineApp({ ...machineParts, port: () => ports().machine });
  return {
    handlers: { sts: sts.routing, mtlsSts: mtlsSts.routing, machine: machine.routing, admin: admin.routing },
    rotateKeys,
    attend: (service) => createFaultListener(service, { counters, faults: injector }),
    letGo: () => {
      for (const waiting of [streams, revocationStreams, gate, injector]) waiting.close();
    },
    close: async () => {
      await Promise.all([sts.close(), mtlsSts.close(), machine.close(), admin.close()]);
    },
  };
}

function issuerOf(
  { origin, mtlsOrigin, isCertificateRevoked, clock }: SettledOptions,
  state: AuthorityState & { readonly gate: IssueGate; readonly attestation: Attestation },
): () => Issuer {
  const { directory, signingKeys, revocations, gate, attestation, certificates, pairwiseSalt } = state;
  const consents = createConsents();
  const codes = createAuthorizationCodes({ clock });
  const families = createTokenFamilies({ clock });
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
    codes,
    families,
    consents,
    pairwiseSalt,
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
