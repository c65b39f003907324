import { decodeBase64url, decodeUtf8, HoldfastError, type JsonObject, parseStrictJsonObject } from '@holdfast/core';
import { checkTokenBinding } from '@holdfast/oauth/token-reply';

/**
 * Reads the claims of a token that is bound to a key, in whatever form it says so.
 *
 * Not checked: its signature; the API does that.
 *
 * @returns undefined for a token that is not
 */
export async function judgeBinding(accessToken: string, thumbprint: string): Promise<JsonObject | undefined> {
  try {
    await checkTokenBinding(accessToken, thumbprint);
  } catch (error) {
    if (error instanceof HoldfastError) return undefined;
    throw error;
  }
  const [, payload = ''] = accessToken.split('.', 2);
  return parseStrictJsonObject(decodeUtf8(decodeBase64url(payload)));
}
