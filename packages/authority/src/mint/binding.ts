import type { KeyConfirmation } from '@holdfast/core';

/** What a token is to be bound to. The scheme and the key are one value, so that neither can be there without the other. */
export type Binding =
  | { readonly scheme: 'bearer' }
  | { readonly scheme: 'pop'; readonly confirmation: KeyConfirmation };
