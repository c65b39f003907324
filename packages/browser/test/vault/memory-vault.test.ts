import { tokenVaultContract } from '@holdfast/testing';
import { createMemoryVault } from '../../src/vault/memory-vault.ts';

tokenVaultContract('memory', async () => createMemoryVault());
