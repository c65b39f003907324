import { bindingRefusals } from './binding-refusals.ts';
import { certificateRefusals } from './certificate-refusals.ts';
import { clientRefusals } from './client-refusals.ts';
import { delegationRefusals } from './delegation-refusals.ts';
import { requestRefusals } from './request-refusals.ts';
import { scopeRefusals } from './scope-refusals.ts';
import { serverRefusals } from './server-refusals.ts';
import { signInRefusals } from './sign-in-refusals.ts';

/** One way in which the authority says no. */
export interface AadstsRow {
  /** The number after `AADSTS`. Numbers from 9900000 on are our own: Entra has no word for what they say. */
  readonly code: number;
  /** OAuth error (RFC 6749 section 5.2). */
  readonly error: string;
  /** HTTP status. */
  readonly status: number;
  /** What the client reads; `{name}` stands for a fixed word, never for something the client sent. */
  readonly text: string;
  /** What to do about it, for docs/aadsts.md. */
  readonly mend: string;
  /** The reply carries `error` and nothing else: clients of managed identities take that for "fetch another certificate". */
  readonly isBare?: true;
  /** What kind of `invalid_grant` it is, in a word that MSAL knows. */
  readonly suberror?: 'bad_token' | 'consent_required';
}

/** Every refusal of the token endpoint, the authorization endpoint and the discovery endpoints. */
export const aadsts: typeof requestRefusals &
  typeof clientRefusals &
  typeof certificateRefusals &
  typeof scopeRefusals &
  typeof bindingRefusals &
  typeof serverRefusals &
  typeof delegationRefusals &
  typeof signInRefusals = {
  ...requestRefusals,
  ...clientRefusals,
  ...certificateRefusals,
  ...scopeRefusals,
  ...bindingRefusals,
  ...serverRefusals,
  ...delegationRefusals,
  ...signInRefusals,
};

/** Name of a row. */
export type AadstsReason = keyof typeof aadsts;

/** Returns a row by its name, as the general type. */
export function aadstsRow(reason: AadstsReason): AadstsRow {
  return aadsts[reason];
}
