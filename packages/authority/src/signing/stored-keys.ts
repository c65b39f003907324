import { createKeyRing, isJsonObject, type JsonObject, type JsonValue, type KeyRing } from '@holdfast/core';
import { type IssuerKey, openIssuerKey } from './issuer-key.ts';

/** The keys of the authority: the ring, and the key that will sign after the next rotation. */
export interface IssuerKeys {
  readonly ring: KeyRing<IssuerKey>;
  readonly next: IssuerKey;
}

/** Writes the keys as a document; it holds private keys. */
export function writeIssuerKeys({ ring, next }: IssuerKeys): JsonObject {
  return {
    format: 1,
    current: {
      ...ring.current.key.stored,
      since: ring.current.since,
      lastTokenExpiresAt: ring.lastTokenExpiresAt,
    },
    next: { ...next.stored },
    retired: ring.retired.map(({ key, lastTokenExpiresAt }) => ({ ...key.stored, lastTokenExpiresAt })),
  };
}

/**
 * Reads the keys back.
 *
 * @throws when the document does not have the shape it was written with
 */
export async function readIssuerKeys(document: JsonObject): Promise<IssuerKeys> {
  const current = readObject(document['current']);
  const key = await readKey(current);
  const retired = Array.isArray(document['retired']) ? (document['retired'] as readonly JsonValue[]) : [];
  const ring = createKeyRing(key, key.kid, readNumber(current['since']));
  return {
    next: await readKey(readObject(document['next'])),
    ring: {
      ...ring,
      lastTokenExpiresAt: readNumber(current['lastTokenExpiresAt']),
      retired: await Promise.all(
        retired.map(async (item) => {
          const entry = readObject(item);
          const retiredKey = await readKey(entry);
          return {
            key: retiredKey,
            thumbprint: retiredKey.kid,
            lastTokenExpiresAt: readNumber(entry['lastTokenExpiresAt']),
          };
        }),
      ),
    },
  };
}

function readKey(object: JsonObject): Promise<IssuerKey> {
  const { keyPem, certPem } = object;
  if (typeof keyPem !== 'string' || typeof certPem !== 'string') throw new TypeError('not a key');
  return openIssuerKey({ keyPem, certPem });
}

function readObject(value: JsonValue | undefined): JsonObject {
  if (!isJsonObject(value)) throw new TypeError('not an object');
  return value;
}

function readNumber(value: JsonValue | undefined): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new TypeError('not a whole number');
  return value;
}
