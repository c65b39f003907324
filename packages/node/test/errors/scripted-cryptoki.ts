import { canary } from '@holdfast/testing';
import { type Attribute, type Cryptoki, ck } from '../../src/machine-key/cryptoki.ts';
import type { OpenToken } from '../../src/machine-key/open-token.ts';

const { attributes, flags, mechanisms } = ck;
const handle = Buffer.from(canary);

/** What a private key of a good token says of itself. */
const goodKey: Readonly<Record<number, Buffer>> = {
  [attributes.extractable]: Buffer.from([0]),
  [attributes.sensitive]: Buffer.from([1]),
  [attributes.keyType]: Buffer.alloc(8),
  [attributes.sign]: Buffer.from([1]),
  [attributes.id]: Buffer.from(canary),
  [attributes.modulus]: Buffer.concat([
    Buffer.from([0, 0xc1]),
    Buffer.from(canary.repeat(8)).subarray(2),
    Buffer.from([1]),
  ]),
  [attributes.publicExponent]: Buffer.from([1, 0, 1]),
};

/** A module that says what it is told, with the canary in every place; good in all that it is not told. */
export function scriptCryptoki(
  change: Partial<Cryptoki> = {},
  key: Readonly<Record<number, Buffer | undefined>> = {},
): Cryptoki {
  const values = { ...goodKey, ...key };
  return {
    load: () => undefined,
    C_Initialize: () => undefined,
    C_GetSlotList: () => [handle],
    C_GetSlotInfo: () => ({ flags: 0 }),
    C_GetTokenInfo: () => ({ label: `${canary}  `, serialNumber: canary, flags: flags.loginRequired }),
    C_GetMechanismList: () => [mechanisms.rsaPss],
    C_GetMechanismInfo: () => ({ flags: 0 }),
    C_OpenSession: () => handle,
    C_CloseSession: () => undefined,
    C_Login: () => undefined,
    C_FindObjectsInit: () => undefined,
    C_FindObjects: () => [handle],
    C_FindObjectsFinal: () => undefined,
    C_GetAttributeValue: (_session, _object, [{ type }]: readonly [Attribute]) => {
      const value = values[type];
      return value === undefined ? [] : [{ value }];
    },
    C_SignInit: () => undefined,
    C_Sign: () => Buffer.from(canary.repeat(8)),
    ...change,
  } as Cryptoki;
}

/** The same, with its session open. */
export function openScripted(...script: Parameters<typeof scriptCryptoki>): OpenToken {
  const cryptoki = scriptCryptoki(...script);
  return { cryptoki, slot: handle, session: handle, serialNumber: canary, close: () => undefined };
}

/** What `pkcs11js` throws. */
export function returning(code: number): () => never {
  return () => {
    throw Object.assign(new Error('CKR_SOMETHING'), { code });
  };
}
