import { MachineKeyUnusable } from '../errors/machine-key-errors.ts';

/** Names a slot, a session or an object; what is in it is the module's business. */
export type Handle = Buffer;

/** Name and value of an attribute; the value is left out in questions. */
export interface Attribute {
  readonly type: number;
  readonly value?: number | boolean | string | Buffer | undefined;
}

/**
 * What is used of a PKCS#11 module, as the package `pkcs11js` gives it. Written here, because that package is optional: neither types nor
 * code of this one may need it.
 *
 * @see PKCS #11 Cryptographic Token Interface Base Specification 2.40 section 5
 */
export interface Cryptoki {
  load(path: string): void;
  C_Initialize(options: { readonly flags: number }): void;
  C_GetSlotList(tokenPresent: boolean): Handle[];
  C_GetSlotInfo(slot: Handle): { readonly flags: number };
  C_GetTokenInfo(slot: Handle): { readonly label: string; readonly serialNumber: string; readonly flags: number };
  C_GetMechanismList(slot: Handle): number[];
  C_GetMechanismInfo(slot: Handle, mechanism: number): { readonly flags: number };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_CloseSession(session: Handle): void;
  C_Login(session: Handle, user: number, pin: string): void;
  C_FindObjectsInit(session: Handle, template: readonly Attribute[]): void;
  C_FindObjects(session: Handle, count: number): Handle[];
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(session: Handle, object: Handle, template: readonly Attribute[]): readonly { value: Buffer }[];
  C_SignInit(session: Handle, mechanism: { readonly mechanism: number; readonly parameter: object }, key: Handle): void;
  C_Sign(session: Handle, data: Buffer, signature: Buffer): Buffer;
}

/** Numbers of the specification that are used here. */
export const ck = {
  flags: {
    osLockingOk: 0x2,
    serialSession: 0x4,
    hardwareSlot: 0x4,
    loginRequired: 0x4,
    hardwareMechanism: 0x1,
    pinFinalTry: 0x20000,
    pinLocked: 0x40000,
  },
  user: 1,
  publicKey: 2,
  privateKey: 3,
  rsa: 0,
  attributes: {
    class: 0x0,
    label: 0x3,
    keyType: 0x100,
    id: 0x102,
    sensitive: 0x103,
    sign: 0x108,
    modulus: 0x120,
    publicExponent: 0x122,
    extractable: 0x162,
    neverExtractable: 0x164,
    alwaysSensitive: 0x165,
    alwaysAuthenticate: 0x202,
  },
  mechanisms: { rsaPss: 0xd, sha256RsaPss: 0x43, sha256: 0x250 },
  mgf1Sha256: 2,
  /** The package's own number for the parameters of RSA-PSS. */
  rsaPssParameters: 5,
  results: { alreadyInitialized: 0x191, alreadyLoggedIn: 0x100 },
} as const;

/** The PIN is wrong, malformed, too short or long, expired, locked, or was never set. */
const pinResults: ReadonlySet<number> = new Set([0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0x102]);

/** Whether a failure is the token's answer to a PIN. */
export function isPinRefusal(error: unknown): boolean {
  return pinResults.has(resultOf(error) ?? 0);
}

/** The number that a module returned; undefined for an error that did not come from one. */
export function resultOf(error: unknown): number | undefined {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'number' && code !== 0 ? code : undefined;
}

/** Says a failure of the module in our words: its own name and number, which PKCS#11 lists, and nothing else. */
export function tokenFailed(error: unknown): MachineKeyUnusable {
  const result = resultOf(error);
  const detail = result === undefined ? undefined : `PKCS#11 result 0x${result.toString(16)}`;
  return new MachineKeyUnusable('ERR_PKCS11_FAILED', { detail, cause: error });
}
