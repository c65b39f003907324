import { createSingleFlight, FlightAborted, type SingleFlight, type Transport } from '@holdfast/core';
import {
  type BindingCertificate,
  type BindingCertificateSource,
  BindingUnavailable,
  type BindWish,
  type BoundCredential,
  type BoundCredentials,
  boundAssertionParameters,
} from '@holdfast/oauth';
import { checkGivenCertificate } from '../certificate/check-given.ts';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import { CredentialInvalid } from '../errors/credential-errors.ts';
import type { MtlsPool } from '../mtls/mtls-pool.ts';
import type { BindableCredential, CredentialChoices } from './client-credential.ts';

/** What {@link createBoundCredentials} needs. */
export interface BoundCredentialsOptions {
  readonly choices: CredentialChoices;
  readonly pool: MtlsPool;
}

/**
 * Makes the certificates of a client: which one it is now, and connections that present it.
 *
 * The certificate that a token is bound to is the one of the connection it was asked for on, and the one of the connections that will carry it;
 * here the three are one value.
 */
export function createBoundCredentials({ choices, pool }: BoundCredentialsOptions): BoundCredentials {
  const present = createPresenter(pool);
  const follow = createFollower(pool);
  const renewals = new WeakMap<object, SingleFlight<BoundCredential>>();
  const renewalsOf = (origin: object): SingleFlight<BoundCredential> => {
    const flights = renewals.get(origin) ?? createSingleFlight<BoundCredential>();
    renewals.set(origin, flights);
    return flights;
  };
  const known = new WeakMap<ClientCertificate, BoundCredential>();
  const credentialOf = (given: unknown): BoundCredential => {
    const certificate = checkGivenCertificate(given);
    const remembered = known.get(certificate);
    if (remembered !== undefined) return remembered;
    const credential = Object.freeze({ certificate, transport: present(certificate), parameters: Object.freeze({}) });
    known.set(certificate, credential);
    return credential;
  };

  const useOwn = async (chosen: BindableCredential, { target }: BindWish): Promise<BoundCredential> => {
    const { certificate, assertBound } = chosen;
    if (certificate !== undefined) return credentialOf(follow(choices, certificate));
    if (assertBound === undefined) throw new BindingUnavailable();
    // Asked once for each token, so that an assertion never travels with the certificate of another.
    const given = await assertBound(await target()).catch(wordUnbound);
    return {
      certificate: given.certificate,
      transport: present(given.certificate),
      parameters: boundAssertionParameters(given.assertion),
    };
  };
  const bind = async (wish: BindWish): Promise<BoundCredential> => {
    const { certificate, signal } = wish;
    if (certificate === undefined) return useOwn(await findOr(signal, () => choices.chooseBound(signal)), wish);
    if (!isSource(certificate))
      return known.get(certificate as ClientCertificate) ?? findOr(signal, async () => credentialOf(certificate));
    return findOr(signal, async () => credentialOf(follow(certificate, await certificate.current(signal))));
  };

  return Object.freeze({
    bind,
    async renew(refused: BoundCredential, { code, ...wish }: BindWish & { readonly code: string }) {
      const { certificate } = wish;
      // Who named one certificate wants that one or none.
      if (certificate !== undefined && !isSource(certificate)) return refused;
      const origin = certificate ?? choices;
      const { x5tS256 } = refused.certificate;
      // Whoever was refused at the same time waits for one renewal.
      const renew = (signal: AbortSignal): Promise<BoundCredential> => {
        if (certificate === undefined) choices.reject(refused.certificate, code);
        else certificate.invalidate();
        return bind({ ...wish, signal });
      };
      return renewalsOf(origin).run(x5tS256, renew, wish.signal);
    },
    async authenticateBearer(wish: BindWish) {
      const chosen = await choices.chooseForBearer(wish.signal);
      return chosen === undefined ? undefined : useOwn(chosen, wish);
    },
    present,
  });
}

/** Words whatever goes wrong with a certificate; a caller who has left says nothing about it. */
async function findOr<T>(signal: AbortSignal | undefined, find: () => Promise<T>): Promise<T> {
  try {
    return await find();
  } catch (cause) {
    if (signal?.aborted) throw new FlightAborted({ cause: signal.reason });
    throw new BindingUnavailable({ cause });
  }
}

function wordUnbound(error: unknown): never {
  const isUnbound = error instanceof CredentialInvalid && error.code === 'ERR_CREDENTIAL_UNBOUND';
  throw isUnbound ? new BindingUnavailable({ cause: error }) : error;
}

function isSource(certificate: BindingCertificate | BindingCertificateSource): certificate is BindingCertificateSource {
  return 'current' in certificate;
}

/** Connections by certificate: the same function for the same certificate. */
function createPresenter(pool: MtlsPool): (certificate: BindingCertificate) => Transport {
  const transports = new WeakMap<ClientCertificate, Transport>();
  return (given) => {
    let certificate: ClientCertificate;
    try {
      certificate = checkGivenCertificate(given);
    } catch (cause) {
      throw new BindingUnavailable({ cause });
    }
    const open = transports.get(certificate) ?? pool.transport(certificate);
    transports.set(certificate, open);
    return open;
  };
}

/** Lets go of the connections of a certificate once what it came from gives another; requests that are under way finish. */
function createFollower(pool: MtlsPool): (origin: object, given: unknown) => ClientCertificate {
  const latest = new WeakMap<object, ClientCertificate>();
  return (origin, given) => {
    const certificate = checkGivenCertificate(given);
    const before = latest.get(origin);
    if (before === certificate) return certificate;
    latest.set(origin, certificate);
    if (before !== undefined && before.x5tS256 !== certificate.x5tS256) void pool.retire(before);
    return certificate;
  };
}
