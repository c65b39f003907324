// A table of data: one row per defence.
import type { Mutation, Witness } from './mutation.ts';

const node = 'packages/node/src';
const test =
  (name: string) =>
  (title: string): Witness => ({ file: `packages/node/test/${name}.test.ts`, title });
const strength = test('machine-key/key-strength');
const options = test('machine-key/pkcs11-options');
const software = test('machine-key/software-key');
const pin = test('machine-key/pin');
const tls = test('machine-key/engine-tls');
const odd = test('machine-key/find-key');
const certificate = test('certificate/machine-certificate');
const cache = test('attestation/attestation-cache');
const possession = test('attestation/possession-attestation');

/** Defences of machine keys and of attestation in `@holdfast/node`. */
export const machineKeyMutations: readonly Mutation[] = [
  {
    name: 'node: an unknown strength is strong enough',
    file: `${node}/machine-key/key-strength.ts`,
    defence: 'if (!(ranks[strength] >= ranks[minStrength]))',
    replacement: 'if (ranks[strength] < ranks[minStrength])',
    killedBy: [strength('refuses what is no strength, on either side')],
  },
  {
    name: 'node: a soft token in a hardware slot is hardware',
    file: `${node}/machine-key/token-strength.ts`,
    defence: 'key.wasNeverOutside && mechanism.isInHardware && isHardwareSlot(token)',
    replacement: 'isHardwareSlot(token)',
    killedBy: [strength('says Hardware when slot, mechanism and key all say it, or else the operator')],
  },
  {
    name: 'node: the last try of a PIN is used up',
    file: `${node}/machine-key/open-token.ts`,
    defence: '(flags & ck.flags.pinFinalTry) !== 0',
    replacement: 'false',
    killedBy: [options('does not use up the last try, nor try what is locked')],
  },
  {
    name: 'node: a PIN that was refused is tried again',
    file: `${node}/machine-key/pin-attempts.ts`,
    defence: 'if (given === wrong)',
    replacement: 'if (given === wrong && given === undefined)',
    killedBy: [pin('gives the PIN again and again until it is refused')],
  },
  {
    name: 'node: a label of a token can add to its URI',
    file: `${node}/machine-key/key-uri.ts`,
    defence: '/[^A-Za-z0-9]+/g',
    replacement: '/[ ]+/g',
    killedBy: [options('writes every byte that could end a part by its number')],
  },
  {
    name: 'node: a key that can be read out of the token will do',
    file: `${node}/machine-key/find-key.ts`,
    defence: 'if (isExtractable || !isTrue(token, handle, attributes.sensitive))',
    replacement: 'if (isExtractable && !isTrue(token, handle, attributes.sensitive))',
    killedBy: [odd('keeps a key only when it says that it does')],
  },
  {
    name: 'node: one of two keys with a name will do',
    file: `${node}/machine-key/find-key.ts`,
    defence: 'if (second !== undefined)',
    replacement: 'if (second === null)',
    killedBy: [odd('has one key of a name, or none')],
  },
  {
    name: 'node: the halves of a key in a token are not compared',
    file: `${node}/machine-key/pkcs11-signing-key.ts`,
    defence: 'if (!(await verify(probe, signInToken(parts, probe))))',
    replacement: 'if (await verify(probe, new Uint8Array(0)))',
    killedBy: [odd('must sign with the key whose public half it shows')],
  },
  {
    name: 'node: an engine of all keys is not noticed',
    file: `${node}/machine-key/check-engine.ts`,
    defence: "createPublicKey({ format: 'jwk', key: { ...jwk } });",
    replacement: 'void [createPublicKey, jwk];',
    killedBy: [tls('is refused when the engine was loaded at start and breaks every other key of the process')],
  },
  {
    name: 'node: the engine may look in another module',
    file: `${node}/machine-key/engine-environment.ts`,
    defence: "if (process.env['PKCS11_MODULE_PATH'] === module) return;",
    replacement: 'if (module !== undefined) return;',
    killedBy: [odd('refuses to have the engine look in another module than the one that was logged in to')],
  },
  {
    name: 'node: whoever gives up takes the key along',
    file: `${node}/machine-key/kept-key.ts`,
    defence: 'opening ??= openOnce();',
    replacement: 'opening = openOnce();',
    killedBy: [software('gives the key whose making everybody had given up')],
  },
  {
    name: 'node: a key is given to those who wait while it is closed',
    file: `${node}/machine-key/kept-key.ts`,
    defence: `      if (isClosed) throw new MachineKeyUnusable('ERR_MACHINE_KEY_CLOSED');
      return key;`,
    replacement: '      return key;',
    killedBy: [software('gives nothing to those who wait while it is closed')],
  },
  {
    name: 'node: a certificate may be for another key than that of the engine',
    file: `${node}/certificate/client-certificate.ts`,
    defence: 'if (!leaf.publicKey.equals(publicKey))',
    replacement: 'if (leaf.publicKey === publicKey)',
    killedBy: [certificate('refuses the certificate of another key, wherever the key is')],
  },
  {
    name: 'node: bytes behind a certificate belong to it',
    file: `${node}/certificate/machine-certificate.ts`,
    defence: 'if (certificate.raw.equals(der))',
    replacement: 'if (certificate.raw.length > 0)',
    killedBy: [certificate('takes one certificate, in DER, and all of it')],
  },
  {
    name: 'node: any text is an attestation token',
    file: `${node}/attestation/check-token.ts`,
    defence: '/^[\\w-]+\\.[\\w-]+\\.[\\w-]*(?:\\.[\\w-]+\\.[\\w-]+)?$/',
    replacement: '/./',
    killedBy: [cache('refuses text that would be something else where it is put in')],
  },
  {
    name: 'node: an attestation token without an end is remembered',
    file: `${node}/attestation/attestation-cache.ts`,
    defence: "if (typeof exp === 'number') remembered.write(place, { token, exp });",
    replacement: 'if (exp !== null) remembered.write(place, { token, exp: Number(exp ?? 2 ** 40) });',
    killedBy: [cache('never gives a token twice that does not say when it ends')],
  },
  {
    name: 'node: an attestation token is given to its last second',
    file: `${node}/attestation/attestation-cache.ts`,
    defence: 'known.exp - expiryBufferSeconds > epochSeconds(clock)',
    replacement: 'known.exp > epochSeconds(clock)',
    killedBy: [cache('remembers a token until five minutes before it ends')],
  },
  {
    name: 'node: an attestation token that was refused is given again',
    file: `${node}/attestation/attestation-cache.ts`,
    defence: "if (memory === 'refused') remembered.remove(place);",
    replacement: '',
    killedBy: [
      cache('gives nobody a token that a server refused, and everybody the new one'),
      cache('forgets a token that was refused, also while there is no other'),
    ],
  },
  {
    name: 'node: an attestation token serves every identity',
    file: `${node}/attestation/attestation-cache.ts`,
    defence: 'clientId.toLowerCase()',
    replacement: 'clientId.slice(0, 0)',
    killedBy: [cache('keeps services, keys and identities apart, and not the ways to write them')],
  },
  {
    name: 'node: a statement goes over plain http',
    file: `${node}/attestation/check-endpoint.ts`,
    defence: "if (url.protocol !== 'https:')",
    replacement: "if (url.protocol === 'ftp:')",
    killedBy: [possession('sends nothing over plain http')],
  },
  {
    name: 'node: plain http chooses who attests',
    file: `${node}/attestation/check-endpoint.ts`,
    defence: 'if (isEndpointAllowed(url) !== true)',
    replacement: 'if (isEndpointAllowed === undefined)',
    killedBy: [
      possession('sends nothing to a host that the caller does not allow'),
      possession('takes only yes from the rule'),
    ],
  },
  {
    name: 'node: a statement about another key will do',
    file: `${node}/attestation/process-reply.ts`,
    defence: 'if (!isAboutKey(token, request))',
    replacement: 'if (isAboutKey === undefined)',
    killedBy: [possession('refuses a statement about another key, or about several')],
  },
];
