/** Stands in for the part of `node:crypto` by which suites judge: digests, and WebCrypto under its own name. */
import { Buffer } from './buffer.ts';
import { hmacSha256, sha256 } from './sha256.ts';

type Data = string | Uint8Array;

interface Digest {
  update(data: Data): Digest;
  digest(): Buffer;
  digest(encoding: string): string;
}

/** A digest in the making. */
export function createHash(algorithm: string): Digest {
  return collect(algorithm, sha256);
}

/** A MAC in the making. */
export function createHmac(algorithm: string, key: Data): Digest {
  return collect(algorithm, (message) => hmacSha256(Buffer.from(key), message));
}

export const webcrypto: Crypto = globalThis.crypto;

function collect(algorithm: string, finish: (message: Uint8Array) => Uint8Array): Digest {
  if (algorithm !== 'sha256') throw new Error(`${algorithm} does not exist here`);
  const parts: Buffer[] = [];
  const digest = (encoding?: string): never => {
    const result = Buffer.from(finish(Buffer.concat(parts)));
    return (encoding === undefined ? result : result.toString(encoding)) as never;
  };
  const self: Digest = {
    update: (data) => {
      parts.push(Buffer.from(data));
      return self;
    },
    digest,
  };
  return self;
}
