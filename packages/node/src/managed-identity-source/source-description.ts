import type { CertificatePin } from './certificate-pin.ts';
import type { ManagedIdentityId, ManagedIdentityQuestion } from './identity-question.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** The sources that are offered. */
export type SourceName = 'service-fabric' | 'app-service' | 'imds';

/** A request before it is sent, without what every source gets. */
export interface TokenRequestParts {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One source as the environment describes it, with no questions left. */
export interface SourceDescription {
  readonly name: SourceName;
  readonly relaysTokenHash: boolean;
  /** The certificate that the server must have; the trust of Node decides where there is none. */
  readonly pin?: CertificatePin | undefined;
  /** Where the instance metadata service is, which can be asked for more than tokens; absent for every other source. */
  readonly imdsBase?: URL | undefined;
  /** What is sent and must not come back in an error. */
  readonly secret?: string | undefined;
  buildRequest(question: ManagedIdentityQuestion): TokenRequestParts;
  /** For one question: it counts. */
  createRetryPolicy(): RetryPolicy;
}

/** What a source is described from. */
export interface SourceFacts {
  readonly identity: ManagedIdentityId;
  /** Ask App Service by the api-version that knows revocation. */
  readonly appServiceRevocation: boolean;
  /** Which library asks, for sources that take note of it; empty where that is not to be told. */
  readonly clientHeaders: Readonly<Record<string, string>>;
  /** Reads a variable; the empty text when it is not set. */
  readonly read: (variable: string) => string;
}
