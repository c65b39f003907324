import type { DataStore } from '../storage/data-store.ts';
import { readJsonDocument, writeJsonDocument } from '../storage/json-document.ts';
import { generateIssuerKey, type IssuerKey, openIssuerKey } from './issuer-key.ts';

/**
 * Reads a key that signs for one service and is never rotated, or makes and writes it.
 *
 * @param at - epoch milliseconds
 * @throws {@link DataCorrupt}
 */
export async function keepIssuerKey(store: DataStore, name: string, at: number): Promise<IssuerKey> {
  const kept = await readJsonDocument(store, name, ({ keyPem, certPem }) => {
    if (typeof keyPem !== 'string' || typeof certPem !== 'string') throw new TypeError('not a key');
    return openIssuerKey({ keyPem, certPem });
  });
  if (kept !== undefined) return kept;
  const key = await generateIssuerKey(at);
  await writeJsonDocument(store, name, { format: 1, ...key.stored });
  return key;
}
