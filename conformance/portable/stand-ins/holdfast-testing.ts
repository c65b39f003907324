/** Stands in for `@holdfast/testing`: its rooms that need neither files, nor processes, nor sockets. */
export { replayStoreContract } from '../../../packages/testing/src/contracts/replay-store-contract.ts';
export { assertShowsNoSecret, secretsContract } from '../../../packages/testing/src/contracts/secrets-contract.ts';
export { signingKeyContract } from '../../../packages/testing/src/contracts/signing-key-contract.ts';
export { tokenStoreContract } from '../../../packages/testing/src/contracts/token-store-contract.ts';
export { tokenVaultContract } from '../../../packages/testing/src/contracts/token-vault-contract.ts';
export { countLooks } from '../../../packages/testing/src/fakes/count-looks.ts';
export { createFakeClock } from '../../../packages/testing/src/fakes/fake-clock.ts';
export { createFakeTransport } from '../../../packages/testing/src/fakes/fake-transport.ts';
export { createGate, settle } from '../../../packages/testing/src/fakes/gate.ts';
export { until } from '../../../packages/testing/src/fakes/until.ts';
export { canary, canarySecret } from '../../../packages/testing/src/secrets/canary.ts';
export { facesOf, textsIn } from '../../../packages/testing/src/secrets/faces.ts';
export { findSecret, secret } from '../../../packages/testing/src/secrets/secret.ts';
export { drawRsaKeysFromStock } from './rsa-stock.ts';
export { findVectors } from './vectors.ts';
