import { MachineKeyUnusable } from '../errors/machine-key-errors.ts';
import { type Cryptoki, ck, type Handle, isPinRefusal, resultOf, tokenFailed } from './cryptoki.ts';
import type { KeyPlace } from './pkcs11-options.ts';

/** A token with a session in which the user is logged in. */
export interface OpenToken {
  readonly cryptoki: Cryptoki;
  readonly slot: Handle;
  readonly session: Handle;
  /** As the token has it, without the blanks at its end; a URI finds the same token with it. */
  readonly serialNumber: string;
  /** Ends the session. The login lasts while the engine has one too. */
  close(): void;
}

/** Gives the PIN for one attempt, or refuses to waste it. */
export type PinForAttempt = () => Promise<string>;

/**
 * Finds a token, opens a session and logs in.
 *
 * The login counts for the whole process, so the engine that presents the key needs no PIN of its own.
 *
 * @throws {@link MachineKeyUnusable} `ERR_PKCS11_TOKEN`, `ERR_PKCS11_PIN`, `ERR_PKCS11_FAILED`, and whatever the reading of the PIN throws
 */
export async function openToken(cryptoki: Cryptoki, place: KeyPlace, readPin: PinForAttempt): Promise<OpenToken> {
  const { slot, serialNumber, flags } = findToken(cryptoki, place);
  const session = openSession(cryptoki, slot);
  const close = (): void => {
    try {
      cryptoki.C_CloseSession(session);
    } catch {
      // A token that was pulled out has closed it already.
    }
  };
  try {
    if ((flags & ck.flags.loginRequired) !== 0) {
      checkPinTries(flags);
      logIn(cryptoki, session, await readPin());
    }
  } catch (error) {
    close();
    throw error;
  }
  return { cryptoki, slot, session, serialNumber, close };
}

interface FoundToken {
  readonly slot: Handle;
  readonly serialNumber: string;
  readonly flags: number;
}

function findToken(cryptoki: Cryptoki, place: KeyPlace): FoundToken {
  const found = listTokens(cryptoki).filter(({ label, serialNumber }) => {
    return label === place.token && (place.serialNumber ?? serialNumber) === serialNumber;
  });
  const [token, second] = found;
  if (token === undefined) throw new MachineKeyUnusable('ERR_PKCS11_TOKEN', { detail: 'none' });
  if (second !== undefined) throw new MachineKeyUnusable('ERR_PKCS11_TOKEN', { detail: `${found.length} of them` });
  return token;
}

function listTokens(cryptoki: Cryptoki): readonly (FoundToken & { readonly label: string })[] {
  try {
    return cryptoki.C_GetSlotList(true).map((slot) => {
      const { label, serialNumber, flags } = cryptoki.C_GetTokenInfo(slot);
      return { slot, label: withoutPadding(label), serialNumber: withoutPadding(serialNumber), flags };
    });
  } catch (error) {
    throw tokenFailed(error);
  }
}

// Texts of a token fill their place with blanks, and some end at a zero.
function withoutPadding(text: string): string {
  return text.replace(/[\0 ]+$/, '');
}

function openSession(cryptoki: Cryptoki, slot: Handle): Handle {
  try {
    return cryptoki.C_OpenSession(slot, ck.flags.serialSession);
  } catch (error) {
    throw tokenFailed(error);
  }
}

/**
 * Refuses to use up the last try: a program that starts again and again with a wrong PIN would lock the token for everybody.
 *
 * @throws {@link MachineKeyUnusable} `ERR_PKCS11_PIN`
 */
export function checkPinTries(flags: number): void {
  if ((flags & ck.flags.pinLocked) !== 0) throw new MachineKeyUnusable('ERR_PKCS11_PIN', { detail: 'locked' });
  if ((flags & ck.flags.pinFinalTry) !== 0) {
    throw new MachineKeyUnusable('ERR_PKCS11_PIN', { detail: 'one try is left, and not used here' });
  }
}

function logIn(cryptoki: Cryptoki, session: Handle, pin: string): void {
  try {
    cryptoki.C_Login(session, ck.user, pin);
  } catch (error) {
    if (resultOf(error) === ck.results.alreadyLoggedIn) return;
    throw isPinRefusal(error) ? new MachineKeyUnusable('ERR_PKCS11_PIN') : tokenFailed(error);
  }
}
