export {
  type AttestationAnswer,
  type AttestationSetUp,
  type AttestationUnderTest,
  attestationProviderContract,
} from './contracts/attestation-provider-contract.ts';
export {
  type CertificateSourceSetUp,
  type CertificateSourceUnderTest,
  certificateSourceContract,
} from './contracts/certificate-source-contract.ts';
export { clusterTokenStoreContract } from './contracts/cluster-token-store-contract.ts';
export type {
  ClusterTokenStoreSetUp,
  ClusterTokenStoreUnderTest,
} from './contracts/cluster-token-store-under-test.ts';
export {
  type MachineKeyProviderContractOptions,
  type MachineKeyProviderUnderTest,
  type MachineKeyUnderTest,
  machineKeyProviderContract,
} from './contracts/machine-key-provider-contract.ts';
export {
  type ReplayStoreConditions,
  type ReplayStoreContractOptions,
  replayStoreContract,
} from './contracts/replay-store-contract.ts';
export {
  type RevocationFeedConditions,
  type RevocationFeedSetUp,
  type RevocationFeedUnderTest,
  type RevocationUnderTest,
  revocationFeedContract,
  type TokenUnderTest,
} from './contracts/revocation-feed-contract.ts';
export {
  assertShowsNoSecret,
  type Provocation,
  type SecretsContractOptions,
  secretsContract,
} from './contracts/secrets-contract.ts';
export { type SigningKeyContractOptions, signingKeyContract } from './contracts/signing-key-contract.ts';
export { type TokenStoreUnderTest, tokenStoreContract } from './contracts/token-store-contract.ts';
export { type TokenVaultUnderTest, tokenVaultContract } from './contracts/token-vault-contract.ts';
export { countLooks } from './fakes/count-looks.ts';
export { createFakeClock, type FakeClock } from './fakes/fake-clock.ts';
export {
  createFakeTransport,
  type FakeReply,
  type FakeRoutes,
  type FakeTransport,
  type RecordedRequest,
  type ScriptedReply,
} from './fakes/fake-transport.ts';
export { createGate, type Gate, settle } from './fakes/gate.ts';
export { type UntilOptions, until } from './fakes/until.ts';
export { drawRsaKey, drawRsaKeysFromStock } from './keys/rsa-stock.ts';
export { canary, canarySecret } from './secrets/canary.ts';
export { facesOf, textsIn } from './secrets/faces.ts';
export { findSecret, type Secret, secret } from './secrets/secret.ts';
export { collectGarbage } from './servers/collect-garbage.ts';
export { type NginxServer, type NginxSettings, nginxMissing, startNginx } from './servers/nginx-server.ts';
export { readMemory } from './servers/process-memory.ts';
export { openRawConnection, type RawAddress, type RawConnection } from './servers/raw-connection.ts';
export { type RedisServer, redisMissing, startRedis } from './servers/redis-server.ts';
export {
  createSoftToken,
  type SoftToken,
  type SoftTokenKeyWishes,
  softTokenMissing,
} from './servers/soft-token.ts';
export { findVectors } from './vectors/find-vectors.ts';
