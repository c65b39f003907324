import { tokenVaultContract } from '@holdfast/testing';
import { createIndexedDbVault } from '../../src/vault/record-vault.ts';

let made = 0;
tokenVaultContract('IndexedDB', async () => {
  made += 1;
  return createIndexedDbVault(`vault ${made}`);
});
