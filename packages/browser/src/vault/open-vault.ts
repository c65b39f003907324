import type { ClientSettings } from '../options/client-settings.ts';
import { createLastingVault } from './lasting-vault.ts';
import { createIndexedDbVault, createMemoryVault } from './record-vault.ts';
import type { TokenVault } from './token-vault.ts';

// A person waits: storage that takes longer than this is as good as none.
const timeoutMs = 3000;

/** Opens the vault that the settings name. Nothing is touched before it is used. */
export function openVault({ storage, emit }: Pick<ClientSettings, 'storage' | 'emit'>): TokenVault {
  const memory = createMemoryVault();
  if (storage === 'memory') return memory;
  return createLastingVault({ lasting: createIndexedDbVault(), memory, emit, timeoutMs });
}
