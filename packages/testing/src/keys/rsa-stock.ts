import type { JsonWebKey, KeyObject } from 'node:crypto';

interface RsaWish {
  readonly name: string;
  readonly hash: string;
  readonly modulusLength?: number;
}

type MakePair = (wish: RsaWish, extractable: boolean, usages: readonly KeyUsage[]) => Promise<CryptoKeyPair>;

// A file rather than a folder: a line is appended at once, and whoever reads meanwhile passes over what is not whole.
const place = '../../../../node_modules/.cache/test-keys/rsa-2048.jsonl';
// More than any test file draws.
const enough = 64;

const stock = createStock();

/**
 * Has `crypto.subtle.generateKey` of this process give RSA keys of 2048 bits from a stock: making one takes a tenth of a second of a processor,
 * and most tests do not look at how it was made. No key is given twice in a process. Where the stock is empty a key is made, and laid in.
 *
 * In a page it does nothing. Not for tests of what makes keys, nor for those that start a process anew and see whether it kept its keys: every
 * process is given the same ones in the same order, so what was lost would seem to be kept.
 */
export function drawRsaKeysFromStock(): void {
  const { subtle } = crypto;
  // Once: an own property of the object hides what the runtime has.
  if (Object.hasOwn(subtle, 'generateKey') || builtin('node:fs') === undefined) return;
  const make = subtle.generateKey.bind(subtle) as unknown as MakePair;
  const draw: MakePair = async (wish, extractable, usages) => {
    const isStocked = ['RSASSA-PKCS1-v1_5', 'RSA-PSS'].includes(wish.name) && wish.modulusLength === 2048;
    if (!isStocked) return make(wish, extractable, usages);
    const jwk = stock.draw();
    const { kty, n, e } = jwk;
    const only = (usage: KeyUsage): KeyUsage[] => usages.filter((one) => one === usage);
    const [privateKey, publicKey] = await Promise.all([
      subtle.importKey('jwk', jwk as never, wish, extractable, only('sign')),
      subtle.importKey('jwk', { kty, n, e } as never, wish, true, only('verify')),
    ]);
    return { privateKey, publicKey };
  };
  Object.defineProperty(subtle, 'generateKey', { value: draw, configurable: true, writable: true });
}

/** Gives an RSA key of 2048 bits of {@link drawRsaKeysFromStock}'s stock. */
export function drawRsaKey(): KeyObject {
  return builtin('node:crypto')!.createPrivateKey({ key: stock.draw(), format: 'jwk' });
}

function createStock(): { draw(): JsonWebKey } {
  let rest: JsonWebKey[] | undefined;
  return {
    draw: () => {
      rest ??= readStock();
      return rest.shift() ?? layIn();
    },
  };
}

function readStock(): JsonWebKey[] {
  const { existsSync, readFileSync } = builtin('node:fs')!;
  const file = new URL(place, import.meta.url);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as JsonWebKey);
}

function layIn(): JsonWebKey {
  const { appendFileSync, mkdirSync, statSync } = builtin('node:fs')!;
  const file = new URL(place, import.meta.url);
  const { privateKey } = builtin('node:crypto')!.generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  mkdirSync(new URL('.', file), { recursive: true });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  // A line begins with its end: the half of one, whose process was killed, spoils no other.
  const line = `\n${JSON.stringify(jwk)}`;
  if (size < enough * line.length) appendFileSync(file, line, { mode: 0o600 });
  return jwk;
}

// Fixtures that import this are bundled for pages too.
function builtin<Name extends 'node:fs' | 'node:crypto'>(name: Name) {
  const given = globalThis.process as Partial<typeof process> | undefined;
  return given?.getBuiltinModule?.(name);
}
