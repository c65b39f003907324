/** Where a client is about to authenticate. */
export interface ClientAuthTarget {
  /** The application's id at the authority. */
  readonly clientId: string;
  /** The token endpoint, which is the audience of an assertion. */
  readonly tokenEndpoint: string;
  /** Fires when the token request is given up. */
  readonly signal: AbortSignal;
}

/** One way for a client to authenticate: gives the body parameters for one token request. */
export type ClientCredential = (target: ClientAuthTarget) => Promise<Readonly<Record<string, string>>>;

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const boundAssertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-pop';

/**
 * The parameters of a JWT client assertion that is good only beside the certificate that its `cnf` names.
 *
 * Not checked: that `cnf` names one; the authority does.
 *
 * @param assertion - the JWT
 *
 * @example
 * ```ts
 * import { boundAssertionParameters } from '@holdfast/oauth';
 *
 * export const parametersOf = (assertion: string) => boundAssertionParameters(assertion);
 * ```
 */
export function boundAssertionParameters(assertion: string): Readonly<Record<string, string>> {
  return { client_assertion_type: boundAssertionType, client_assertion: assertion };
}

/**
 * The parameters of a JWT client assertion.
 *
 * @see RFC 7523 section 2.2
 */
export function assertionParameters(assertion: string): Readonly<Record<string, string>> {
  return { client_assertion_type: assertionType, client_assertion: assertion };
}
