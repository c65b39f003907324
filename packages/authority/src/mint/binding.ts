import type { KeyConfirmation } from '@holdfast/core';

/** What a token is to be bound to. The scheme and the key or certificate are one value, so that neither can be there without the other. */
export type Binding =
  | { readonly scheme: 'bearer' }
  | { readonly scheme: 'pop'; readonly confirmation: KeyConfirmation }
  | {
      readonly scheme: 'mtls_pop';
      /** `x5t#S256` */
      readonly certificateThumbprint: string;
    };
