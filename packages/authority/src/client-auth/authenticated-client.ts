import type { Application, AuthenticationMethod } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';

/** An application, and how it proved who it is; a public one has nothing to prove it with. */
export interface AuthenticatedClient {
  readonly application: Application;
  readonly authenticatedBy: 'secret' | 'certificate' | 'nothing';
  readonly method: AuthenticationMethod | 'none';
  /** `x5t#S256` of every certificate that proved it. */
  readonly certificates?: readonly string[] | undefined;
}

/**
 * Finds the method by which an application may come in, among those that a request uses. Asked before anything is verified, so that
 * the answer says nothing about a secret that may not be used anyway.
 *
 * @throws {@link TokenRefused} `authenticationMethodForbidden`
 */
export function chooseMethod<M extends AuthenticationMethod>(application: Application, used: readonly M[]): M {
  const { authenticationMethods: permitted } = application;
  const method = used.find((one) => permitted === undefined || permitted.includes(one));
  if (method === undefined) throw new TokenRefused('authenticationMethodForbidden');
  return method;
}
