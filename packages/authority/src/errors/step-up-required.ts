import type { JsonObject } from '@holdfast/core';
import { TokenRefused } from './token-refused.ts';

/** The person has to sign in once more, with these claims. */
export class StepUpRequired extends TokenRefused {
  /** For the parameter `claims` of the next authorization request. */
  readonly claims: JsonObject;

  /**
   * @param claims - made of names that were checked, never the text of the request
   */
  constructor(claims: JsonObject) {
    super('stepUpRequired');
    this.claims = claims;
  }
}
