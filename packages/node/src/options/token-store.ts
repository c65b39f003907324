import type { TokenStore } from '@holdfast/oauth';

/**
 * Reads the option `tokenStore`. Not checked: that it keeps anything.
 *
 * @throws TypeError
 */
export function parseTokenStore(store: TokenStore | undefined): TokenStore | undefined {
  const isStore = store === undefined || (typeof store?.read === 'function' && typeof store.write === 'function');
  if (!isStore) throw new TypeError('tokenStore must have read and write');
  return store;
}
