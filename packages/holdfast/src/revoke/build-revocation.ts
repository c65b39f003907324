import { type Confirmation, EncodingInvalid, JsonInvalid, type JsonObject, parseClaimsChallenge } from '@holdfast/core';
import { CommandLineInvalid } from '../errors/command-line-invalid.ts';
import { InputRefused } from '../errors/input-refused.ts';
import { readTextInput } from '../reading/read-input.ts';
import { readTokenFacts, type TokenFacts } from '../token/token-facts.ts';

/** Flags that say what is revoked. */
export interface RevocationFlags {
  readonly user?: string | undefined;
  readonly application?: string | undefined;
  readonly identity?: string | undefined;
  readonly uti?: string | undefined;
  readonly jkt?: string | undefined;
  readonly x5t?: string | undefined;
  /** `jti` of an attestation token, or the id of a key. */
  readonly attestation?: string | undefined;
  /** The token that stdin holds. */
  readonly token?: boolean | undefined;
  /** Not the token itself, but the key or the certificate that it is bound to. */
  readonly key?: boolean | undefined;
  /** Claims request, as JSON or as in a challenge. */
  readonly claims?: string | undefined;
}

const kinds = ['user', 'application', 'identity', 'uti', 'jkt', 'x5t', 'attestation'] as const;
const longestToken = 65_536;

/**
 * Builds the order to the admin service from flags, and from the token on stdin where they say so.
 *
 * Not checked: the signature of that token, and whether anybody has such a name or key; the admin service knows the names.
 *
 * @throws {@link CommandLineInvalid} `ERR_COMMAND_LINE` unless exactly one thing is named
 * @throws {@link InputRefused} `ERR_HELD_TOKEN` for a token that has no `uti`, or is not bound, or that nobody can read
 * @throws {@link ClaimsMalformed}
 */
export async function buildRevocation(flags: RevocationFlags): Promise<JsonObject> {
  const named = kinds.flatMap((kind) => (flags[kind] === undefined ? [] : [[kind, flags[kind]] as const]));
  const isToken = flags.token === true;
  if (named.length + (isToken ? 1 : 0) !== 1) {
    throw new CommandLineInvalid(`exactly one of ${kinds.map((kind) => `--${kind}`).join(', ')} and --token`);
  }
  if (flags.key === true && !isToken) throw new CommandLineInvalid('--key goes with --token');
  const revoked = isToken ? await readRevoked(flags.key === true) : Object.fromEntries(named);
  return { ...revoked, ...(flags.claims === undefined ? {} : { claims: parseClaimsChallenge(flags.claims) }) };
}

async function readRevoked(byKey: boolean): Promise<JsonObject> {
  const text = await readTextInput('-', { name: 'the token on stdin', maxBytes: longestToken });
  const facts = await readTokenFacts(text.trim()).catch(refuseToken);
  if (facts === undefined) throw new InputRefused('ERR_HELD_TOKEN', { detail: 'only its API can read it' });
  return byKey ? holderOf(facts.confirmation) : { uti: utiOf(facts) };
}

function utiOf({ uti }: TokenFacts): string {
  if (uti === undefined) throw new InputRefused('ERR_HELD_TOKEN', { detail: 'it has no uti' });
  return uti;
}

function holderOf(confirmation: Confirmation | undefined): JsonObject {
  const { key, certificateThumbprint } = confirmation ?? {};
  // One order revokes one thing; which of the two was stolen is not for this command to guess.
  if (key !== undefined && certificateThumbprint !== undefined) {
    throw new CommandLineInvalid('the token is bound to a key and to a certificate: name one with --jkt or --x5t');
  }
  if (key !== undefined) return { jkt: key.thumbprint };
  if (certificateThumbprint !== undefined) return { x5t: certificateThumbprint };
  throw new InputRefused('ERR_HELD_TOKEN', { detail: 'it is bound to no key and no certificate' });
}

function refuseToken(cause: unknown): never {
  if (cause instanceof EncodingInvalid || cause instanceof JsonInvalid) {
    throw new InputRefused('ERR_HELD_TOKEN', { cause });
  }
  throw cause;
}
