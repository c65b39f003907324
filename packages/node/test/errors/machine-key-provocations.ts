import {
  checkKeyStrength,
  createPkcs11KeyProvider,
  createSoftwareKeyProvider,
  type KeyStrength,
} from '@holdfast/node/machine-key';
import { canary, type Provocation } from '@holdfast/testing';
import type { machineKeyErrors } from '../../src/errors/catalog-machine-key.ts';
import { checkEngine } from '../../src/machine-key/check-engine.ts';
import { ck } from '../../src/machine-key/cryptoki.ts';
import { findKey } from '../../src/machine-key/find-key.ts';
import { loadCryptoki } from '../../src/machine-key/load-cryptoki.ts';
import { openToken } from '../../src/machine-key/open-token.ts';
import { choosePssMechanism, createPkcs11SigningKey } from '../../src/machine-key/pkcs11-signing-key.ts';
import { decideStrength } from '../../src/machine-key/token-strength.ts';
import { openScripted, returning, scriptCryptoki } from './scripted-cryptoki.ts';

const place = { token: canary, serialNumber: canary, object: canary, id: Buffer.from(canary) };
const mechanism = { type: ck.mechanisms.rsaPss, isInHardware: false };
const open = (...script: Parameters<typeof scriptCryptoki>) =>
  openToken(scriptCryptoki(...script), place, async () => canary);
const find = (...script: Parameters<typeof scriptCryptoki>) => findKey(openScripted(...script), place);
const sign = (...script: Parameters<typeof scriptCryptoki>) => {
  const token = openScripted(...script);
  return createPkcs11SigningKey({ token, key: findKey(token, place), mechanism });
};
/** A package in the place of `pkcs11js`. */
const library = (body: string) => `data:text/javascript,${encodeURIComponent(`export class PKCS11 { ${body} }`)}`;
const { attributes } = ck;
const no = Buffer.from([0]);
const yes = Buffer.from([1]);

/** Each code of machine keys, with the canary for PIN, labels, ids and whatever the token says. */
export const machineKeyProvocations: Readonly<
  Record<keyof typeof machineKeyErrors, Provocation | readonly Provocation[]>
> = {
  ERR_MACHINE_KEY_STRENGTH: [
    () => checkKeyStrength('InMemory', 'Hardware'),
    () => checkKeyStrength(canary as KeyStrength, 'InMemory'),
  ],
  ERR_MACHINE_KEY_CLOSED: async () => {
    const provider = createSoftwareKeyProvider();
    await provider.close();
    return provider.current();
  },
  ERR_PKCS11_LIBRARY: [
    () => loadCryptoki(canary, 'a-package-that-is-not-there'),
    () => loadCryptoki(canary, library('constructor() { throw new Error("not built for this Node") }')),
  ],
  ERR_PKCS11_MODULE: () => loadCryptoki(canary, library('load() { throw new Error("not a library") }')),
  ERR_PKCS11_TOKEN: [
    () => open({ C_GetSlotList: () => [] }),
    () => open({ C_GetSlotList: () => [Buffer.from(canary), Buffer.from(canary)] }),
  ],
  ERR_PKCS11_PIN: [0xa0, 0xa4].map((result) => () => open({ C_Login: returning(result) })),
  ERR_PKCS11_KEY_MISSING: [
    () => find({ C_FindObjects: () => [] }),
    () => find({ C_FindObjects: () => [Buffer.from(canary), Buffer.from(canary)] }),
  ],
  ERR_PKCS11_KEY_EXPOSED: [
    () => find({}, { [attributes.extractable]: yes }),
    () => find({}, { [attributes.extractable]: undefined }),
    () => find({}, { [attributes.sensitive]: no }),
    () => find({ C_GetAttributeValue: returning(0x11) }),
  ],
  ERR_PKCS11_KEY_TYPE: [
    () => find({}, { [attributes.keyType]: Buffer.from([3, 0, 0, 0]) }),
    () => find({}, { [attributes.keyType]: undefined }),
    () => find({}, { [attributes.sign]: no }),
    () => find({}, { [attributes.alwaysAuthenticate]: yes }),
    () => find({}, { [attributes.modulus]: undefined }),
    () => choosePssMechanism(openScripted({ C_GetMechanismList: () => [1] })),
  ],
  ERR_PKCS11_KEY_MISMATCH: () => sign(),
  ERR_PKCS11_ENGINE: [
    () => checkEngine({ engine: canary, identifier: `pkcs11:token=${canary}` }),
    () => createPkcs11KeyProvider({ module: `/${canary}`, token: canary, object: canary, pin: canary }).current(),
  ],
  ERR_PKCS11_FAILED: [
    () =>
      loadCryptoki(canary, library('load() {} C_Initialize() { throw Object.assign(new Error("CKR"), { code: 5 }) }')),
    () => open({ C_GetSlotList: returning(0x30) }),
    () => open({ C_OpenSession: returning(0x30) }),
    () => open({ C_Login: returning(0x30) }),
    () => find({ C_FindObjectsInit: returning(0x30) }),
    () => sign({ C_Sign: returning(0x30) }),
    () => choosePssMechanism(openScripted({ C_GetMechanismList: returning(0x30) })),
    () =>
      decideStrength({
        token: openScripted({ C_GetSlotInfo: returning(0x30) }),
        key: { wasNeverOutside: true },
        mechanism: { ...mechanism, isInHardware: true },
        isHardware: undefined,
      }),
  ],
};
