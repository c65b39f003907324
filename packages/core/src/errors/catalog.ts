import { type ClaimsCode, claimsErrors } from './claims-malformed.ts';
import { type CnfCode, cnfErrors } from './cnf-invalid.ts';
import { deadlineErrors } from './deadline-exceeded.ts';
import { type EncodingCode, encodingErrors } from './encoding-invalid.ts';
import { flightErrors } from './flight-aborted.ts';
import { type HeaderCode, headerErrors } from './header-malformed.ts';
import type { ErrorEntry } from './holdfast-error.ts';
import { type JsonCode, jsonErrors } from './json-invalid.ts';
import { type JwkCode, jwkErrors } from './jwk-invalid.ts';
import { type JwsCode, jwsErrors } from './jws-invalid.ts';
import { keyPoolErrors } from './key-pool-closed.ts';
import { keyErrors } from './key-unusable.ts';
import { type ReplayStoreFullCode, replayStoreErrors } from './replay-store-full.ts';
import { type RequestTargetCode, requestTargetErrors } from './request-target-invalid.ts';
import { failedProofErrors, type ShrCode, shrErrors } from './shr-invalid.ts';
import { signatureErrors } from './signature-invalid.ts';

/** Every code of {@link coreErrors}. */
export type CoreErrorCode =
  | ClaimsCode
  | CnfCode
  | EncodingCode
  | HeaderCode
  | JsonCode
  | JwkCode
  | JwsCode
  | ReplayStoreFullCode
  | RequestTargetCode
  | ShrCode
  | 'ERR_DEADLINE_EXCEEDED'
  | 'ERR_FLIGHT_ABORTED'
  | 'ERR_KEY_POOL_CLOSED'
  | 'ERR_KEY_UNUSABLE'
  | 'ERR_SIGNATURE_INVALID';

// The rows stand beside the classes that throw them, so that a bundle carries no others. A bundler keeps a spread, which may run code: the mark
// tells it that this one may go.
/** Every code of this package, each with its meaning and its mend. */
export const coreErrors: Readonly<Record<CoreErrorCode, ErrorEntry>> = /* @__PURE__ */ (() => ({
  ...encodingErrors,
  ...jsonErrors,
  ...flightErrors,
  ...deadlineErrors,
  ...headerErrors,
  ...requestTargetErrors,
  ...replayStoreErrors,
  ...jwkErrors,
  ...cnfErrors,
  ...keyErrors,
  ...keyPoolErrors,
  ...claimsErrors,
  ...jwsErrors,
  ...signatureErrors,
  ...failedProofErrors,
  ...shrErrors,
}))();
