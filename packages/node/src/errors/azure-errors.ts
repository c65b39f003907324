import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { azureErrors } from './catalog-azure.ts';

/** Codes of {@link TokenCredentialRefused}. */
export type TokenCredentialCode = Exclude<keyof typeof azureErrors, 'ERR_TOKEN_CREDENTIAL_ABORTED'>;

/** A credential for the Azure SDK was asked for something that it will not give. */
export class TokenCredentialRefused extends HoldfastError<TokenCredentialCode> {
  constructor(code: TokenCredentialCode, options?: ErrorDetails) {
    super(code, azureErrors[code], options);
  }
}

/** A caller ended its wait; its name is `AbortError`, by which the Azure SDK and its users know what happened. */
export class TokenCredentialAborted extends HoldfastError<'ERR_TOKEN_CREDENTIAL_ABORTED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_TOKEN_CREDENTIAL_ABORTED', azureErrors.ERR_TOKEN_CREDENTIAL_ABORTED, options);
    this.name = 'AbortError';
  }
}
