import type { KeyConfirmation } from '@holdfast/core';
import type { TokenSubject } from '../revocation/revocation.ts';

/** What a token is to be bound to. The scheme and the key or certificate are one value, so that neither can be there without the other. */
export type Binding =
  | { readonly scheme: 'bearer' }
  | { readonly scheme: 'pop'; readonly confirmation: KeyConfirmation }
  | {
      readonly scheme: 'mtls_pop';
      /** `x5t#S256` */
      readonly certificateThumbprint: string;
    };

/** Names whoever can use a token with this binding, as revocations know them: nobody in particular where it is unbound. */
export function holderOf(binding: Binding): Pick<TokenSubject, 'keyThumbprint' | 'certificateThumbprint'> {
  return {
    keyThumbprint: binding.scheme === 'pop' ? binding.confirmation.thumbprint : undefined,
    certificateThumbprint: binding.scheme === 'mtls_pop' ? binding.certificateThumbprint : undefined,
  };
}
