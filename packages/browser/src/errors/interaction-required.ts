import type { JsonObject } from '@holdfast/core';
import { HoldfastError } from '@holdfast/core/calling';
import { errorTexts } from '#error-texts';
import type { Suberror } from './known-words.ts';

/** Why a person has to be asked; `no_account`: nobody is signed in here, or several people are. */
export type InteractionReason = 'login_required' | 'interaction_required' | 'consent_required' | 'no_account';

/** What {@link InteractionRequired} says beside its code. */
export interface InteractionFacts {
  /** Why. */
  readonly reason: InteractionReason;
  /** The claims request to pass to `signIn`. @default none */
  readonly claims?: JsonObject | undefined;
  /** `suberror` of the authority, where it is a word that is known. @default none */
  readonly suberror?: Suberror | undefined;
  /** AADSTS numbers, most specific first. @default none */
  readonly errorCodes?: readonly number[] | undefined;
  /** What was caught on the way. @default nothing */
  readonly cause?: unknown;
}

/** No token can be had without asking a person. */
export class InteractionRequired extends HoldfastError<'ERR_INTERACTION_REQUIRED'> {
  /** Why, in one word. */
  readonly reason: InteractionReason;
  /** A claims request, ready to pass to `signIn`; undefined where the authority asked for nothing in particular. */
  readonly claims: JsonObject | undefined;
  /** Why, in the authority's word; undefined where it gave none that is known. */
  readonly suberror: Suberror | undefined;
  /** AADSTS numbers, most specific first; none where the authority gave none. */
  readonly errorCodes: readonly number[];

  constructor({ reason, claims, suberror, errorCodes = [], cause }: InteractionFacts) {
    const numbers = errorCodes.map((number) => `, AADSTS${number}`).join('');
    super('ERR_INTERACTION_REQUIRED', errorTexts.ERR_INTERACTION_REQUIRED, { detail: reason + numbers, cause });
    this.reason = reason;
    this.claims = claims;
    this.suberror = suberror;
    this.errorCodes = errorCodes;
  }
}
