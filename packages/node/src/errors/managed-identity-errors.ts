import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { managedIdentityErrors } from './catalog-managed-identity.ts';

/** The places that tokens of managed identities come from; the last three are recognised and not offered yet. */
export type ManagedIdentitySourceName =
  | 'service-fabric'
  | 'app-service'
  | 'imds'
  | 'machine-learning'
  | 'cloud-shell'
  | 'azure-arc';

/** Codes of {@link ManagedIdentityUnusable}. */
export type ManagedIdentityUnusableCode =
  | 'ERR_MANAGED_IDENTITY_ENVIRONMENT'
  | 'ERR_MANAGED_IDENTITY_ENDPOINT'
  | 'ERR_MANAGED_IDENTITY_SOURCE'
  | 'ERR_MANAGED_IDENTITY_ID'
  | 'ERR_MANAGED_IDENTITY_CERTIFICATE';

/** The source that the environment names cannot be used as it is; nothing was sent. */
export class ManagedIdentityUnusable extends HoldfastError<ManagedIdentityUnusableCode> {
  /** The source that the environment names; undefined when it names none as a whole. */
  readonly source: ManagedIdentitySourceName | undefined;

  constructor(
    code: ManagedIdentityUnusableCode,
    options: ErrorDetails & { readonly source?: ManagedIdentitySourceName | undefined },
  ) {
    super(code, managedIdentityErrors[code], options);
    this.source = options.source;
  }
}

/** Codes of {@link ManagedIdentityFailed}. */
export type ManagedIdentityFailedCode =
  | 'ERR_MANAGED_IDENTITY_PIN'
  | 'ERR_MANAGED_IDENTITY_UNREACHABLE'
  | 'ERR_MANAGED_IDENTITY_TIMEOUT'
  | 'ERR_MANAGED_IDENTITY_INTERRUPTED';

/** No whole answer came from a managed identity endpoint, or it was not asked because of its certificate. */
export class ManagedIdentityFailed extends HoldfastError<ManagedIdentityFailedCode> {
  constructor(code: ManagedIdentityFailedCode, options?: ErrorDetails) {
    super(code, managedIdentityErrors[code], options);
  }
}

/** Codes of {@link ManagedIdentityRefused}. */
export type ManagedIdentityRefusedCode =
  | 'ERR_MANAGED_IDENTITY_FOREIGN'
  | 'ERR_MANAGED_IDENTITY_NOT_FOUND'
  | 'ERR_MANAGED_IDENTITY_THROTTLED'
  | 'ERR_MANAGED_IDENTITY_UNAVAILABLE'
  | 'ERR_MANAGED_IDENTITY_REFUSED';

/** What an endpoint tells about a refusal. */
export interface ManagedIdentityRefusalFacts {
  /** HTTP status; undefined when what came is not HTTP. */
  readonly status: number | undefined;
  /** The endpoint's own word, such as `invalid_resource`, when it is a known one. */
  readonly error?: string | undefined;
  /** AADSTS numbers, most specific first. */
  readonly errorCodes: readonly number[];
  /** The endpoint's own correlation id. */
  readonly correlationId?: string | undefined;
  /** From `Retry-After`, 0 to 3600. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * Something answered at the address of a managed identity endpoint, and gave no token.
 *
 * Its message holds the status, a known word and AADSTS numbers only; what the endpoint wrote in its own words is not kept.
 */
export class ManagedIdentityRefused
  extends HoldfastError<ManagedIdentityRefusedCode>
  implements ManagedIdentityRefusalFacts
{
  /** HTTP status; undefined when what came is not HTTP. */
  readonly status: number | undefined;
  /** The endpoint's own word, such as `invalid_resource`, when it is a known one. */
  readonly error: string | undefined;
  /** AADSTS numbers, most specific first. */
  readonly errorCodes: readonly number[];
  /** The endpoint's own correlation id. */
  readonly correlationId: string | undefined;
  /** From `Retry-After`, 0 to 3600. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ManagedIdentityRefusedCode, facts: ManagedIdentityRefusalFacts) {
    super(code, managedIdentityErrors[code], { detail: summary(facts) });
    this.status = facts.status;
    this.error = facts.error;
    this.errorCodes = facts.errorCodes;
    this.correlationId = facts.correlationId;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

function summary({ status, error, errorCodes }: ManagedIdentityRefusalFacts): string {
  const words = [status === undefined ? 'not HTTP' : `status ${status}`];
  if (error !== undefined) words.push(error);
  return [...words, ...errorCodes.map((code) => `AADSTS${code}`)].join(', ');
}

/** Codes of {@link ManagedIdentityReplyUnusable}. */
export type ManagedIdentityReplyCode =
  | 'ERR_MANAGED_IDENTITY_REPLY'
  | 'ERR_MANAGED_IDENTITY_EXPIRED'
  | 'ERR_MANAGED_IDENTITY_OTHER';

/** A managed identity endpoint gave a token that cannot be used, or something that is no token. */
export class ManagedIdentityReplyUnusable extends HoldfastError<ManagedIdentityReplyCode> {
  constructor(code: ManagedIdentityReplyCode, options?: ErrorDetails) {
    super(code, managedIdentityErrors[code], options);
  }
}
