import { adapterMutations } from './adapter-mutations.ts';
import { authorityMutations } from './authority-mutations.ts';
import { azureMutations } from './azure-mutations.ts';
import { browserSignInMutations } from './browser-sign-in-mutations.ts';
import { browserTokenMutations } from './browser-token-mutations.ts';
import { coreMutations } from './core-mutations.ts';
import { delegationMutations } from './delegation-mutations.ts';
import { identityCertificateMutations } from './identity-certificate-mutations.ts';
import { identityClientMutations } from './identity-client-mutations.ts';
import { issueGateMutations } from './issue-gate-mutations.ts';
import { machineCertificateMutations } from './machine-certificate-mutations.ts';
import { machineKeyMutations } from './machine-key-mutations.ts';
import { managedIdentityMutations } from './managed-identity-mutations.ts';
import { mitsMutations } from './mits-mutations.ts';
import type { Mutation } from './mutation.ts';
import { nodeMutations } from './node-mutations.ts';
import { oauthMutations } from './oauth-mutations.ts';
import { pageMutations } from './page-mutations.ts';
import { resourceMutations } from './resource-mutations.ts';
import { revocationMutations } from './revocation-mutations.ts';
import { signInMutations } from './sign-in-mutations.ts';
import { telemetryMutations } from './telemetry-mutations.ts';

/** Every defence that can be taken away, package by package. */
export const mutations: readonly Mutation[] = [
  ...coreMutations,
  ...oauthMutations,
  ...nodeMutations,
  ...machineKeyMutations,
  ...managedIdentityMutations,
  ...identityClientMutations,
  ...identityCertificateMutations,
  ...azureMutations,
  ...browserSignInMutations,
  ...browserTokenMutations,
  ...resourceMutations,
  ...revocationMutations,
  ...adapterMutations,
  ...mitsMutations,
  ...authorityMutations,
  ...issueGateMutations,
  ...delegationMutations,
  ...machineCertificateMutations,
  ...signInMutations,
  ...pageMutations,
  ...telemetryMutations,
];
