import { createProcedure, type Procedure } from '../steps/procedure.ts';
import type { AuthorizeRequest, Client, Decision } from './authorize-request.ts';
import { checkResponseType, readCodeChallenge, refuseRepeated, refuseUnsupported } from './check-request.ts';
import { type Choice, chooseSignIn } from './choose-sign-in.ts';
import { decide } from './decide.ts';
import { findApplication, findTenants, matchRedirectUri } from './find-client.ts';
import { type ReadWishes, readClaimsWish, readScopes, readSignInWish } from './read-wishes.ts';

/** A request whose answer has somewhere to go. */
export type ClientRequest = AuthorizeRequest & { readonly client: Client };

/** A request that is understood. */
export type ReadRequest = ClientRequest & ReadWishes & { readonly codeChallenge: string | undefined };

/** First: to whom an answer may go. What is refused here is shown to the person, and leads nowhere. */
export const clientProcedure: Procedure<AuthorizeRequest, ClientRequest> = createProcedure<AuthorizeRequest>()
  .step(findTenants)
  .step(findApplication)
  .step(matchRedirectUri);

/** Second: what is asked for. What is refused from here on is told to the client. */
export const requestProcedure: Procedure<ClientRequest, ReadRequest> = createProcedure<ClientRequest>()
  .step(refuseRepeated)
  .step(refuseUnsupported)
  .step(checkResponseType)
  .step(readCodeChallenge)
  .step(readScopes)
  .step(readClaimsWish)
  .step(readSignInWish);

/** Third, after what a person did on a page where one did: what to do about it. */
export const decisionProcedure: Procedure<
  ReadRequest,
  ReadRequest & { readonly choice: Choice; readonly decision: Decision }
> = createProcedure<ReadRequest>().step(chooseSignIn).step(decide);

/** Names of the steps of the authorization endpoint, in order, for the documentation. */
export const authorizeStepNames: readonly string[] = [
  ...clientProcedure.names,
  ...requestProcedure.names,
  ...decisionProcedure.names,
];
