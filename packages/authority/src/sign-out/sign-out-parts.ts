import type { Clock } from '@holdfast/core';
import type { Sessions } from '../sessions/sign-in.ts';
import type { Issuer } from '../steps/token-request.ts';

/** What the end of a session is made from. */
export interface SignOutParts {
  readonly issuer: () => Pick<Issuer, 'origin' | 'directory' | 'signingKeys' | 'codes' | 'families'>;
  readonly clock: Clock;
  readonly sessions: Pick<Sessions, 'find' | 'end' | 'expiredCookieLine'>;
}

/** A request to sign out, before anybody looked at it. */
export interface SignOutRequest {
  readonly method: 'GET' | 'POST';
  /** First segment of the path. */
  readonly tenantName: string;
  /** The query of a GET, the body of a POST. */
  readonly parameters: string;
  readonly cookieHeader: string | undefined;
}
