import { claimsErrors } from './claims-malformed.ts';
import { cnfErrors } from './cnf-invalid.ts';
import { deadlineErrors } from './deadline-exceeded.ts';
import { encodingErrors } from './encoding-invalid.ts';
import { flightErrors } from './flight-aborted.ts';
import { headerErrors } from './header-malformed.ts';
import { jsonErrors } from './json-invalid.ts';
import { jwkErrors } from './jwk-invalid.ts';
import { jwsErrors } from './jws-invalid.ts';
import { keyPoolErrors } from './key-pool-closed.ts';
import { keyErrors } from './key-unusable.ts';
import { replayStoreErrors } from './replay-store-full.ts';
import { requestTargetErrors } from './request-target-invalid.ts';
import { failedProofErrors, shrErrors } from './shr-invalid.ts';
import { signatureErrors } from './signature-invalid.ts';

type CoreErrors = typeof encodingErrors &
  typeof jsonErrors &
  typeof flightErrors &
  typeof deadlineErrors &
  typeof headerErrors &
  typeof requestTargetErrors &
  typeof replayStoreErrors &
  typeof jwkErrors &
  typeof cnfErrors &
  typeof keyErrors &
  typeof keyPoolErrors &
  typeof claimsErrors &
  typeof jwsErrors &
  typeof signatureErrors &
  typeof shrErrors &
  typeof failedProofErrors;

// The rows stand beside the classes that throw them, so that a bundle carries no others. A bundler keeps a spread, which may run code: the mark
// tells it that this one may go.
/** Every code of this package, each with its meaning and its mend. */
export const coreErrors: CoreErrors = /* @__PURE__ */ (() => ({
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

/** Every code of {@link coreErrors}. */
export type CoreErrorCode = keyof CoreErrors;
