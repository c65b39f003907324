import { type KeySetKey, parseJwkSet } from '@holdfast/core';
import { MetadataRefused } from '@holdfast/oauth';
import { metadataAddress, readDocument } from '@holdfast/oauth/metadata';
import type { ClientSettings } from '../options/client-settings.ts';
import { type AuthorityMetadata, processMetadataResponse } from './authority-metadata.ts';
import { remember } from './remember.ts';

/** What one authority says about itself, asked when it is needed. */
export interface AuthoritySource {
  /**
   * Its metadata, from memory for a day.
   *
   * @throws {@link MetadataRefused}
   */
  metadata(signal?: AbortSignal): Promise<AuthorityMetadata>;
  /**
   * Finds one of its keys. A name that is not known makes it ask once more, but not twice in 30 seconds: keys are rotated.
   *
   * @throws {@link MetadataRefused}; {@link JwkInvalid} for a key set that cannot be trusted
   */
  findKey(kid: string, signal?: AbortSignal): Promise<KeySetKey | undefined>;
}

/** What {@link createAuthoritySource} needs of the settings of a client. */
export type AuthoritySourceOptions = Pick<
  ClientSettings,
  'authority' | 'trustedOrigins' | 'transport' | 'clock' | 'timeoutMs'
>;

const dayMs = 86_400_000;
const pauseMs = 30_000;

/** Makes an {@link AuthoritySource}. No third host is asked whether the authority exists: whoever configured it knew that. */
export function createAuthoritySource(options: AuthoritySourceOptions): AuthoritySource {
  const { authority, transport, clock, timeoutMs } = options;
  const ask = async (address: string, signal: AbortSignal): Promise<Response> => {
    const ended = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      return await transport(new Request(address, { redirect: 'manual', credentials: 'omit', signal: ended }));
    } catch (cause) {
      throw new MetadataRefused('ERR_METADATA_UNREACHABLE', { cause });
    }
  };
  const metadata = remember(
    async (signal) => processMetadataResponse(await ask(metadataAddress(authority), signal), options),
    clock,
  );
  const keys = remember(async (signal) => {
    const { jwksUri } = await metadata(dayMs, signal);
    return parseJwkSet(await readDocument(await ask(jwksUri, signal)));
  }, clock);
  return {
    metadata: (signal) => metadata(dayMs, signal),
    async findKey(kid, signal) {
      for (const maxAgeMs of [dayMs, pauseMs]) {
        const key = (await keys(maxAgeMs, signal)).find((one) => one.kid === kid);
        if (key !== undefined) return key;
      }
      return undefined;
    },
  };
}
