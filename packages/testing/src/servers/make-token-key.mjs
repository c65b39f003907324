/** Makes a key in a token, in a process of its own: what the process that is tested knows of the token stays as it was. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import pkcs11 from 'pkcs11js';

const wishes = JSON.parse(process.argv[2] ?? '{}');
const library = new pkcs11.PKCS11();
library.load(wishes.module);
library.C_Initialize();
const slot = library.C_GetSlotList(true).find((each) => library.C_GetTokenInfo(each).label.trim() === wishes.label);
const session = library.C_OpenSession(slot, pkcs11.CKF_SERIAL_SESSION | pkcs11.CKF_RW_SESSION);
library.C_Login(session, pkcs11.CKU_USER, wishes.pin);
if (wishes.isImported) importKey(wishes);
else makeKey(wishes);
library.C_Finalize();

function makeKey({ kind = 'rsa', bits = 2048 }) {
  const isRsa = kind === 'rsa';
  const mechanism = isRsa ? pkcs11.CKM_RSA_PKCS_KEY_PAIR_GEN : pkcs11.CKM_EC_KEY_PAIR_GEN;
  const shape = isRsa
    ? [
        { type: pkcs11.CKA_MODULUS_BITS, value: bits },
        { type: pkcs11.CKA_PUBLIC_EXPONENT, value: Buffer.from([1, 0, 1]) },
      ]
    : [{ type: pkcs11.CKA_EC_PARAMS, value: Buffer.from('06082a8648ce3d030107', 'hex') }];
  const publicPart = [...names(), { type: pkcs11.CKA_VERIFY, value: true }, ...shape];
  library.C_GenerateKeyPair(session, { mechanism, parameter: null }, publicPart, privatePart());
}

function importKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({ format: 'jwk' });
  const members = {
    MODULUS: 'n',
    PUBLIC_EXPONENT: 'e',
    PRIVATE_EXPONENT: 'd',
    PRIME_1: 'p',
    PRIME_2: 'q',
    EXPONENT_1: 'dp',
    EXPONENT_2: 'dq',
    COEFFICIENT: 'qi',
  };
  const numbers = Object.entries(members).map(([name, member]) => ({
    type: pkcs11[`CKA_${name}`],
    value: Buffer.from(jwk[member], 'base64url'),
  }));
  library.C_CreateObject(session, [
    { type: pkcs11.CKA_CLASS, value: pkcs11.CKO_PRIVATE_KEY },
    { type: pkcs11.CKA_KEY_TYPE, value: pkcs11.CKK_RSA },
    ...privatePart(),
    ...numbers,
  ]);
}

function names() {
  return [
    { type: pkcs11.CKA_TOKEN, value: true },
    { type: pkcs11.CKA_LABEL, value: wishes.keyLabel },
    { type: pkcs11.CKA_ID, value: Buffer.from(wishes.id ?? '01', 'hex') },
  ];
}

function privatePart() {
  const usual = {
    [pkcs11.CKA_PRIVATE]: true,
    [pkcs11.CKA_SENSITIVE]: true,
    [pkcs11.CKA_EXTRACTABLE]: false,
    [pkcs11.CKA_SIGN]: true,
    ...wishes.attributes,
  };
  return [...names(), ...Object.entries(usual).map(([type, value]) => ({ type: Number(type), value }))];
}
