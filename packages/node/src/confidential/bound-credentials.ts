import { createSingleFlight, DeadlineExceeded, type SingleFlight } from '@holdfast/core';
import {
  type BindingCertificate,
  type BindingCertificateSource,
  BindingUnavailable,
  type BindWish,
  type BoundCredential,
  type BoundCredentials,
  boundAssertionParameters,
} from '@holdfast/oauth';
import { CredentialInvalid } from '../errors/credential-errors.ts';
import type { MtlsPool } from '../mtls/mtls-pool.ts';
import { createCertificateConnections } from './certificate-connections.ts';
import type { BindableCredential, CredentialChoices } from './client-credential.ts';
import { createLookout, wordUnavailable, wordUnusable } from './look-for.ts';

/** What {@link createBoundCredentials} needs. */
export interface BoundCredentialsOptions {
  readonly choices: CredentialChoices;
  readonly pool: MtlsPool;
  /** For choosing a certificate, in milliseconds. */
  readonly timeoutMs: number;
}

type Binder = (wish: BindWish) => Promise<BoundCredential>;

/**
 * Makes the certificates of a client: which one it is now, and connections that present it.
 *
 * The certificate that a token is bound to is the one of the connection it was asked for on, and the one of the connections that will carry it;
 * here the three are one value.
 */
export function createBoundCredentials({ choices, pool, timeoutMs }: BoundCredentialsOptions): BoundCredentials {
  const { credentialOf, findKnown, follow, present } = createCertificateConnections(pool);
  const lookFor = createLookout(timeoutMs);

  const useOwn = async ({ certificate, assertBound }: BindableCredential, wish: BindWish): Promise<BoundCredential> => {
    if (certificate !== undefined) return follow(choices, certificate);
    if (assertBound === undefined) throw new BindingUnavailable();
    // Asked once for each token, so that an assertion never travels with the certificate of another.
    const given = await lookFor(wish.signal, async () => assertBound(await wish.target())).catch(wordAssertion);
    const parameters = boundAssertionParameters(given.assertion);
    return { certificate: given.certificate, transport: present(given.certificate), parameters };
  };
  const bind: Binder = async (wish) => {
    const { certificate, signal } = wish;
    if (certificate === undefined) {
      return useOwn(await lookFor(signal, (until) => choices.chooseBound(until)).catch(wordUnavailable), wish);
    }
    if (!isSource(certificate)) return findKnown(certificate) ?? attempt(() => credentialOf(certificate));
    const current = await lookFor(signal, (until) => certificate.current(until)).catch(wordUnusable);
    return attempt(() => follow(certificate, current));
  };

  const credentials: BoundCredentials = {
    bind,
    renew: createRenewal(choices, bind),
    async authenticateBearer(wish) {
      const chosen = await choices.chooseForBearer(wish.signal);
      return chosen === undefined ? undefined : useOwn(chosen, wish);
    },
    async renewAuthentication({ parameters, bound }, { code, signal }) {
      const refused = bound?.certificate ?? choices.signerOf(parameters);
      if (refused === undefined) return undefined;
      choices.reject(refused, code);
      const { x5tS256 } = (await choices.currentSigner(signal)) ?? refused;
      return x5tS256 === refused.x5tS256 ? undefined : { refused: refused.x5tS256, x5tS256 };
    },
    present,
  };
  return Object.freeze(credentials);
}

/** Makes the search for another certificate; whoever was refused at the same time waits for one. */
function createRenewal(choices: CredentialChoices, bind: Binder): BoundCredentials['renew'] {
  const renewals = new WeakMap<object, SingleFlight<BoundCredential>>();
  const renewalsOf = (origin: object): SingleFlight<BoundCredential> => {
    const flights = renewals.get(origin) ?? createSingleFlight<BoundCredential>();
    renewals.set(origin, flights);
    return flights;
  };
  return async (refused, { code, ...wish }) => {
    const { certificate } = wish;
    // Who named one certificate wants that one or none.
    if (certificate !== undefined && !isSource(certificate)) return refused;
    const { x5tS256 } = refused.certificate;
    const renew = (signal: AbortSignal): Promise<BoundCredential> => {
      if (certificate === undefined) choices.reject(refused.certificate, code);
      else certificate.invalidate();
      return bind({ ...wish, signal });
    };
    return renewalsOf(certificate ?? choices).run(x5tS256, renew, wish.signal);
  };
}

// The errors of the caller's own callback are the caller's. That it gave no certificate, though it was said to, is ours to word.
function wordAssertion(error: unknown): never {
  const isOurs = error instanceof CredentialInvalid && error.code === 'ERR_CREDENTIAL_UNBOUND';
  throw isOurs || error instanceof DeadlineExceeded ? new BindingUnavailable({ cause: error }) : error;
}

function attempt<T>(find: () => T): T {
  try {
    return find();
  } catch (cause) {
    return wordUnusable(cause);
  }
}

function isSource(certificate: BindingCertificate | BindingCertificateSource): certificate is BindingCertificateSource {
  return 'current' in certificate;
}
