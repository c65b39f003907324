import type { AuthorizationCodes } from '../codes/authorization-code.ts';
import type { Consents } from '../consents/consents.ts';
import type { PasswordThrottle } from '../sessions/password-throttle.ts';
import type { Sessions } from '../sessions/sign-in.ts';
import type { AntiForgery } from './anti-forgery.ts';
import type { FlowSeal } from './flow-seal.ts';

/** What an interaction with a person changes, or leans on. */
export interface InteractionRooms {
  readonly sessions: Sessions;
  readonly consents: Consents;
  readonly codes: Pick<AuthorizationCodes, 'issue'>;
  readonly throttle: PasswordThrottle;
  readonly flows: FlowSeal;
  readonly antiForgery: AntiForgery;
}
