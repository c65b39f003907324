import { tokenVaultContract } from '@holdfast/testing';
import { createMemoryVault } from '../../src/vault/record-vault.ts';

tokenVaultContract('memory', async () => createMemoryVault());
