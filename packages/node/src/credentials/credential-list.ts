import { type Clock, createEventSink, type EventSink } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import { type CredentialAttempt, CredentialInvalid, CredentialsUnusable } from '../errors/credential-errors.ts';
import { knownCode } from '../errors/known-code.ts';
import { checkDescriptions } from './check-descriptions.ts';
import type { CredentialDescription, CredentialKind } from './credential-description.ts';
import type { CredentialEvent } from './credential-event.ts';
import { type LoadedCredential, openCredential } from './open-credential.ts';

/** Options of {@link createCredentialList}. */
export interface CredentialListOptions {
  /** The entries, the most wanted first. */
  readonly credentials: readonly CredentialDescription[];
  /** `refused` where only certificates of an authority will do. @default `allowed` */
  readonly selfSigned?: 'allowed' | 'refused' | undefined;
  /** `PS256` names a certificate by SHA-256, `RS256` by SHA-1 for authorities that know no other. @default `PS256` */
  readonly assertionAlgorithm?: 'PS256' | 'RS256' | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /** Told what is chosen and rejected; never a secret, a key or an assertion. @default nobody */
  readonly events?: EventSink<CredentialEvent> | undefined;
}

/** What a credential is wanted for. */
export interface CredentialWish {
  /** `required` passes over every entry that cannot bind a token. @default `any` */
  readonly binding?: 'required' | 'any' | undefined;
  /** Ends the caller's wait. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** The credential to use now. */
export interface ChosenCredential extends LoadedCredential {
  /** Place in the list, from 0. */
  readonly position: number;
  /** What the entry is. */
  readonly kind: CredentialKind;
}

/** An ordered list of client credentials, of which the first that works is used. */
export interface CredentialList {
  /**
   * Chooses the first entry that works; ask again for every token request.
   *
   * With `binding: 'required'` what is chosen can bind a token, or nothing is: there is no way from here to an unbound token.
   *
   * @throws {@link CredentialsUnusable} when none works, with the reason of each
   */
  choose(wish?: CredentialWish): Promise<ChosenCredential>;
  /** Says that an authority refused what was chosen: its source is asked anew at the next choice. */
  reject(chosen: ChosenCredential, code: string): void;
  /** Closes the sources that were opened for the list. */
  close(): void;
}

const optionNames: ReadonlySet<string> = new Set<keyof CredentialListOptions>([
  'credentials',
  'selfSigned',
  'assertionAlgorithm',
  'clock',
  'events',
]);

/**
 * Makes a list of client credentials. Nothing is read before the first choice.
 *
 * An entry that fails is tried again at every choice, so a list comes back to what is most wanted as soon as it works.
 *
 * @throws TypeError for an entry or option that is not of its type
 *
 * @example
 * ```ts
 * import { createCredentialList } from '@holdfast/node/mtls';
 *
 * const list = createCredentialList({
 *   credentials: [
 *     { kind: 'certificate-file', certificateFile: '/run/secrets/client.pem', sendX5c: true },
 *     { kind: 'assertion-file', assertionFile: '/var/run/secrets/azure/tokens/azure-identity-token' },
 *   ],
 *   events: (event) => console.log(event.name, event.position),
 * });
 * const { kind, certificate } = await list.choose({ binding: 'required' });
 * console.log(kind, certificate?.x5tS256);
 * list.close();
 * ```
 */
export function createCredentialList(options: CredentialListOptions): CredentialList {
  const { credentials, selfSigned, assertionAlgorithm, clock } = parseListOptions(options);
  const emit = createEventSink(options.events);
  const entries = credentials.flatMap((description, position) => {
    if (description.skip === true) return [];
    const tellCertificate: EventSink<object> = (event) => emit({ ...event, position } as CredentialEvent);
    const surroundings = { clock, selfSigned, rsaAlgorithm: assertionAlgorithm, tellCertificate };
    return [{ position, ...openCredential(description, surroundings) }];
  });
  const tell = createChangeTeller(emit);

  return Object.freeze({
    async choose({ binding = 'any', signal }: CredentialWish = {}) {
      const attempts: CredentialAttempt[] = [];
      const errors: unknown[] = [];
      for (const { position, kind, canBind, load } of entries) {
        try {
          if (binding === 'required' && !canBind) throw new CredentialInvalid('ERR_CREDENTIAL_UNBOUND');
          const chosen = Object.freeze({ position, kind, ...(await load(signal)) });
          tell.chosen(chosen, binding);
          return chosen;
        } catch (error) {
          // The caller has left; that says nothing about the entry.
          signal?.throwIfAborted();
          const code = knownCode(error);
          attempts.push({ position, kind, code });
          errors.push(error);
          if (code !== 'ERR_CREDENTIAL_UNBOUND') tell.rejected({ position, kind, code });
        }
      }
      throw new CredentialsUnusable(attempts, errors);
    },
    reject({ position, kind, certificate }: ChosenCredential, code: string) {
      entries.find((entry) => entry.position === position)?.invalidate();
      emit({ name: 'credential.rejected', position, kind, code, x5tS256: certificate?.x5tS256 });
    },
    close() {
      for (const { close } of entries) close();
    },
  });
}

function parseListOptions(options: CredentialListOptions) {
  checkOptionNames(options, optionNames);
  const { credentials, selfSigned = 'allowed', assertionAlgorithm = 'PS256', clock = Date.now, events } = options;
  checkDescriptions(credentials);
  if (selfSigned !== 'allowed' && selfSigned !== 'refused')
    throw new TypeError('selfSigned must be allowed or refused');
  if (assertionAlgorithm !== 'PS256' && assertionAlgorithm !== 'RS256') {
    throw new TypeError('assertionAlgorithm must be PS256 or RS256');
  }
  if (typeof clock !== 'function') throw new TypeError('clock must be a function');
  if (events !== undefined && typeof events !== 'function') throw new TypeError('events must be a function');
  return { credentials, selfSigned, assertionAlgorithm, clock };
}

/** Tells what is chosen and rejected when it changes, not at every token request. */
function createChangeTeller(emit: EventSink<CredentialEvent>) {
  const lastChosen = new Map<string, string>();
  const lastRejected = new Map<number, string>();
  return {
    chosen({ position, kind, canBind, certificate }: ChosenCredential, binding: string): void {
      const x5tS256 = certificate?.x5tS256;
      lastRejected.delete(position);
      const mark = `${position} ${x5tS256}`;
      if (lastChosen.get(binding) === mark) return;
      lastChosen.set(binding, mark);
      emit({ name: 'credential.chosen', position, kind, canBind, x5tS256 });
    },
    rejected({
      position,
      kind,
      code,
    }: {
      readonly position: number;
      readonly kind: CredentialKind;
      readonly code: string;
    }): void {
      if (lastRejected.get(position) === code) return;
      lastRejected.set(position, code);
      emit({ name: 'credential.rejected', position, kind, code });
    },
  };
}
