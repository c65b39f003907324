import type { AadstsReason } from '@holdfast/authority';

/** Refusals that only codes and refresh tokens reach, each with the test file that reaches it with marks. */
export const delegationRefusals = {
  credentialAbsent: 'delegation/refusals.test.ts',
  originMissing: 'delegation/refusals.test.ts',
  originForeign: 'delegation/refusals.test.ts',
  originUnexpected: 'delegation/refusals.test.ts',
  codeUnknown: 'delegation/refusals.test.ts',
  codeExpired: 'delegation/refusals.test.ts',
  codeUsed: 'delegation/refusals.test.ts',
  grantOfAnother: 'delegation/refusals.test.ts',
  redirectMismatch: 'delegation/refusals.test.ts',
  verifierWrong: 'delegation/refusals.test.ts',
  verifierUnexpected: 'delegation/refusals.test.ts',
  scopeExceedsGrant: 'delegation/refusals.test.ts',
  refreshTokenUnknown: 'delegation/refusals.test.ts',
  refreshTokenExpired: 'delegation/refusals.test.ts',
  refreshTokenExpiredInPage: 'delegation/refusals.test.ts',
  refreshTokenUsed: 'delegation/refusals.test.ts',
  grantRevoked: 'delegation/refusals.test.ts',
  consentMissing: 'delegation/refusals.test.ts',
  scopeUnknown: 'delegation/refusals.test.ts',
  scopesMixed: 'delegation/refusals.test.ts',
  severalResources: 'delegation/refusals.test.ts',
  permissionMissing: 'delegation/refusals.test.ts',
} as const satisfies Partial<Readonly<Record<AadstsReason, string>>>;
