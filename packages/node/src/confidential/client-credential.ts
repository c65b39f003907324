import type { Clock } from '@holdfast/core';
import { type ClientCredential, createAssertionCredential, createSecretCredential } from '@holdfast/oauth';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import { parsePemCertificate } from '../certificate/parse-pem.ts';
import { createCertificateAssertion } from '../credentials/certificate-assertion.ts';
import { type ChosenCredential, type CredentialList, createCredentialList } from '../credentials/credential-list.ts';
import type { LoadedCredential } from '../credentials/open-credential.ts';
import { CredentialInvalid } from '../errors/credential-errors.ts';
import type { ClientCertificateOptions, ConfidentialClientOptions } from './client-options.ts';

type CredentialOptions = Pick<
  ConfidentialClientOptions,
  'clientSecret' | 'clientCertificate' | 'clientAssertion' | 'clientCredentials'
>;

/** The part of a credential that a token can be bound with. */
export type BindableCredential = Pick<LoadedCredential, 'certificate' | 'assertBound'>;

/** As much of a certificate as tells it from another. */
type Thumbprint = Pick<ClientCertificate, 'x5tS256'>;

/** How a client authenticates, and what its tokens can be bound to. */
export interface CredentialChoices {
  /** Authenticates in the body of a token request. */
  readonly authenticate: ClientCredential;
  /**
   * The credential to bind a token with; there is no way from here to one that cannot.
   *
   * @throws {@link CredentialsUnusable}, {@link CredentialInvalid} `ERR_CREDENTIAL_UNBOUND`
   */
  chooseBound(signal: AbortSignal | undefined): Promise<BindableCredential>;
  /** The certificate or assertion for a bearer token; undefined where the body of the request authenticates. */
  chooseForBearer(signal: AbortSignal | undefined): Promise<BindableCredential | undefined>;
  /** The certificate that signed what `authenticate` gave; undefined for what none signed. */
  signerOf(parameters: Readonly<Record<string, string>>): Thumbprint | undefined;
  /** The certificate that would authenticate now; undefined where none would. */
  currentSigner(signal: AbortSignal): Promise<Thumbprint | undefined>;
  /** The authority refused a certificate: whatever it came from looks for another. */
  reject(certificate: Thumbprint, code: string): void;
  close(): void;
}

/**
 * Turns the one credential among the options into the way to authenticate.
 *
 * @throws TypeError when there is none, more than one, or one of the wrong type
 * @throws {@link CertificateInvalid} when the certificate or its key cannot be read
 */
export function chooseCredential(options: CredentialOptions, clock: Clock): CredentialChoices {
  const { clientSecret, clientCertificate, clientAssertion, clientCredentials } = options;
  const all = [clientSecret, clientCertificate, clientAssertion, clientCredentials];
  const given = all.filter((credential) => credential !== undefined).length;
  if (given !== 1) {
    // An environment variable that is not set looks like an option that was not given.
    const found = given === 0 ? ': all are undefined' : '';
    throw new TypeError(
      `give exactly one of clientSecret, clientCertificate, clientAssertion and clientCredentials${found}`,
    );
  }
  if (clientCredentials !== undefined) return listChoices(clientCredentials, clock);
  if (clientCertificate !== undefined) return certificateChoices(clientCertificate, clock);
  if (clientSecret !== undefined) {
    if (!isText(clientSecret)) throw new TypeError('clientSecret must be a non-empty string');
    return unboundChoices(createSecretCredential(clientSecret));
  }
  if (!isText(clientAssertion) && typeof clientAssertion !== 'function') {
    throw new TypeError('clientAssertion must be a non-empty string or a function');
  }
  return unboundChoices(createAssertionCredential(clientAssertion));
}

const nothingToDo = (): void => undefined;

function unboundChoices(authenticate: ClientCredential): CredentialChoices {
  return {
    authenticate,
    chooseBound: async () => {
      throw new CredentialInvalid('ERR_CREDENTIAL_UNBOUND');
    },
    chooseForBearer: async () => undefined,
    signerOf: () => undefined,
    currentSigner: async () => undefined,
    reject: nothingToDo,
    close: nothingToDo,
  };
}

function certificateChoices(options: ClientCertificateOptions, clock: Clock): CredentialChoices {
  if (typeof options !== 'object' || options === null) throw new TypeError('clientCertificate must be an object');
  const { sendX5c = false, assertionAlgorithm = 'PS256', useBoundCredential = false } = options;
  if (assertionAlgorithm !== 'PS256' && assertionAlgorithm !== 'RS256') {
    throw new TypeError('clientCertificate.assertionAlgorithm must be PS256 or RS256');
  }
  const { certificate: pem, privateKey } = options;
  const certificate: ClientCertificate = parsePemCertificate({ certificate: pem, privateKey });
  if (certificate.keyType !== 'rsa') throw new TypeError('clientCertificate.privateKey must be an RSA key');
  const chosen: BindableCredential = Object.freeze({ certificate });
  return {
    authenticate: createCertificateAssertion(certificate, { clock, sendX5c, rsaAlgorithm: assertionAlgorithm }),
    chooseBound: async () => chosen,
    chooseForBearer: async () => (useBoundCredential ? chosen : undefined),
    // It is the only one: there is nothing to renew.
    signerOf: () => undefined,
    currentSigner: async () => certificate,
    reject: nothingToDo,
    close: nothingToDo,
  };
}

type ListOption = NonNullable<ConfidentialClientOptions['clientCredentials']>;

function listChoices(given: ListOption, clock: Clock): CredentialChoices {
  const isList = 'choose' in given;
  const list: CredentialList = isList ? given : createCredentialList({ credentials: given, clock });
  const signers = new WeakMap<object, ClientCertificate>();
  let latestBound: ChosenCredential | undefined;
  let latest: ChosenCredential | undefined;
  const choose = async (signal: AbortSignal | undefined): Promise<ChosenCredential> => {
    latest = await list.choose({ signal });
    return latest;
  };
  return {
    async authenticate(target) {
      const chosen = await choose(target.signal);
      const parameters = await chosen.authenticate(target);
      if (chosen.certificate !== undefined) signers.set(parameters, chosen.certificate);
      return parameters;
    },
    async chooseBound(signal) {
      latestBound = await list.choose({ binding: 'required', signal });
      return latestBound;
    },
    async chooseForBearer(signal) {
      const chosen = await choose(signal);
      return chosen.useBoundCredential ? chosen : undefined;
    },
    signerOf: (parameters) => signers.get(parameters),
    currentSigner: async (signal) => (await choose(signal)).certificate,
    reject({ x5tS256 }, code) {
      // Whoever was refused late must not have the new one thrown away.
      const refused = [latestBound, latest].find((chosen) => chosen?.certificate?.x5tS256 === x5tS256);
      if (refused !== undefined) list.reject(refused, code);
    },
    close() {
      // A list of the caller's is the caller's to close.
      if (!isList) list.close();
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
