import type { Clock, EventSink } from '@holdfast/core';
import {
  type ClientAuthTarget,
  type ClientCredential,
  createAssertionCredential,
  createSecretCredential,
} from '@holdfast/oauth';
import { createCertificateCallback } from '../certificate/certificate-callback.ts';
import { createCertificateFile } from '../certificate/certificate-file.ts';
import type { CertificateEvent, CertificateSource } from '../certificate/certificate-source.ts';
import { checkGivenCertificate } from '../certificate/check-given.ts';
import { checkCertificateUse } from '../certificate/check-use.ts';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import { parsePemCertificate } from '../certificate/parse-pem.ts';
import { CredentialInvalid } from '../errors/credential-errors.ts';
import { readAssertionFile } from './assertion-file.ts';
import { createCertificateAssertion } from './certificate-assertion.ts';
import type {
  AssertionCallbackDescription,
  BoundAssertion,
  CertificateSettings,
  CredentialDescription,
  CredentialKind,
} from './credential-description.ts';

/** A credential that works at this moment. */
export interface LoadedCredential {
  /** Authenticates in the body of a token request. */
  readonly authenticate: ClientCredential;
  /** Whether a token can be bound with it: there is a certificate, or there will be with the assertion. */
  readonly canBind: boolean;
  /** The certificate to present in TLS; absent where there is none, or it comes with the assertion. */
  readonly certificate?: ClientCertificate | undefined;
  /** Makes an assertion with its certificate, for one token request; present where the certificate comes that way. */
  readonly assertBound?: ((target: ClientAuthTarget) => Promise<BoundAssertion>) | undefined;
  /** Whether the authority is to be met by mutual TLS for bearer tokens too. */
  readonly useBoundCredential: boolean;
}

/** One entry of a list, ready to be asked. */
export interface OpenCredential {
  readonly kind: CredentialKind;
  /** Known before anything is loaded. */
  readonly canBind: boolean;
  load(signal: AbortSignal | undefined): Promise<LoadedCredential>;
  /** The authority refused it: the next load looks for a new one. */
  invalidate(): void;
  close(): void;
}

/** What entries need beside their description. */
export interface CredentialSurroundings {
  readonly clock: Clock;
  readonly selfSigned: 'allowed' | 'refused';
  readonly rsaAlgorithm: 'PS256' | 'RS256';
  readonly tellCertificate: EventSink<CertificateEvent>;
}

const nothingToDo = (): void => undefined;

/** Opens nothing yet: files, callbacks and texts are read when the entry's turn comes. */
export function openCredential(entry: CredentialDescription, surroundings: CredentialSurroundings): OpenCredential {
  switch (entry.kind) {
    case 'client-secret': {
      const loaded = {
        authenticate: createSecretCredential(entry.clientSecret),
        canBind: false,
        useBoundCredential: false,
      };
      return {
        kind: entry.kind,
        canBind: false,
        load: async () => loaded,
        invalidate: nothingToDo,
        close: nothingToDo,
      };
    }
    case 'assertion-file':
      return openAssertionFile(entry.assertionFile, surroundings.clock);
    case 'assertion-callback':
      return openAssertionCallback(entry);
    case 'skipped':
      throw new TypeError('an entry that is skipped is not opened');
    default:
      return openCertificate(entry, surroundings);
  }
}

type CertificateEntry = Extract<CredentialDescription, CertificateSettings & { readonly kind: `certificate${string}` }>;

function openCertificate(entry: CertificateEntry, surroundings: CredentialSurroundings): OpenCredential {
  const { kind, sendX5c = false, useBoundCredential = false } = entry;
  const source = openSource(entry, surroundings);
  const credentials = new WeakMap<ClientCertificate, ClientCredential>();
  const authenticateWith = (certificate: ClientCertificate): ClientCredential => {
    const known = credentials.get(certificate);
    const authenticate = known ?? createCertificateAssertion(certificate, { ...surroundings, sendX5c });
    credentials.set(certificate, authenticate);
    return authenticate;
  };
  return {
    kind,
    canBind: true,
    async load(signal) {
      const certificate = await source.current(signal);
      checkCertificateUse(certificate, surroundings);
      return { authenticate: authenticateWith(certificate), canBind: true, certificate, useBoundCredential };
    },
    invalidate: () => source.invalidate(),
    close: () => {
      // A source of the caller's is the caller's to close.
      if (kind !== 'certificate') source.close();
    },
  };
}

function openSource(entry: CertificateEntry, surroundings: CredentialSurroundings): CertificateSource {
  const { clock, selfSigned, tellCertificate: events } = surroundings;
  switch (entry.kind) {
    case 'certificate-file': {
      const { certificateFile, keyFile, password } = entry;
      return createCertificateFile({ certificateFile, keyFile, password, selfSigned, clock, events });
    }
    case 'certificate-callback': {
      const { load, refreshSeconds } = entry;
      return createCertificateCallback({ load, refreshSeconds, selfSigned, clock, events });
    }
    case 'certificate-pem':
      return createFixedSource(async () => parsePemCertificate(entry));
    case 'certificate-pfx':
      return createFixedSource(async () => {
        const { parsePfxCertificate } = await import('../certificate/parse-pfx.ts');
        return parsePfxCertificate(entry);
      });
    case 'certificate': {
      const { certificate } = entry;
      return 'current' in certificate ? certificate : createFixedSource(async () => checkGivenCertificate(certificate));
    }
  }
}

/** A certificate that never changes; what is wrong with it is found out when its turn comes, and again at every turn. */
function createFixedSource(read: () => Promise<ClientCertificate>): CertificateSource {
  let certificate: Promise<ClientCertificate> | undefined;
  return {
    current() {
      certificate ??= read();
      return certificate;
    },
    invalidate: nothingToDo,
    close: nothingToDo,
  };
}

function openAssertionFile(path: string, clock: Clock): OpenCredential {
  const read = () => readAssertionFile(path, clock);
  return {
    kind: 'assertion-file',
    canBind: false,
    async load() {
      await read();
      return { authenticate: createAssertionCredential(read), canBind: false, useBoundCredential: false };
    },
    invalidate: nothingToDo,
    close: nothingToDo,
  };
}

function openAssertionCallback(entry: AssertionCallbackDescription): OpenCredential {
  const { assertion, supportsTokenBinding: canBind = false, useBoundCredential = false } = entry;
  const authenticate = createAssertionCredential(async (target) => {
    const given = await assertion(target);
    return typeof given === 'string' ? given : given.assertion;
  });
  const assertBound = async (target: ClientAuthTarget): Promise<BoundAssertion> => {
    const given = await assertion(target);
    if (typeof given === 'string' || given?.certificate === undefined)
      throw new CredentialInvalid('ERR_CREDENTIAL_UNBOUND');
    if (typeof given.assertion !== 'string' || given.assertion === '')
      throw new CredentialInvalid('ERR_CREDENTIAL_ASSERTION');
    return { assertion: given.assertion, certificate: checkGivenCertificate(given.certificate) };
  };
  const loaded: LoadedCredential = {
    authenticate,
    canBind,
    assertBound: canBind ? assertBound : undefined,
    useBoundCredential,
  };
  return { kind: entry.kind, canBind, load: async () => loaded, invalidate: nothingToDo, close: nothingToDo };
}
