import {
  createDeadline,
  decodeUtf8,
  type JsonValue,
  parseStrictJson,
  readBoundedBody,
  type Transport,
} from '@holdfast/core';
import { CallRefused } from '../../errors/call-refused.ts';

const timeoutMs = 10_000;
const longest = 524_288;

/**
 * Asks for a JSON document. Redirects are not followed.
 *
 * @throws {@link CallRefused} `ERR_KEYS_UNAVAILABLE`
 */
export async function sendKeyRequest(uri: string, transport: Transport): Promise<JsonValue> {
  const deadline = createDeadline(timeoutMs);
  try {
    const headers = { accept: 'application/json' };
    const response = await transport(new Request(uri, { headers, redirect: 'manual', signal: deadline.signal }));
    const bytes = response.status === 200 ? await readBoundedBody(response.body, longest) : undefined;
    if (bytes === undefined) throw new CallRefused('ERR_KEYS_UNAVAILABLE', { detail: `status ${response.status}` });
    return parseStrictJson(decodeUtf8(bytes), { maxLength: longest });
  } catch (error) {
    throw error instanceof CallRefused ? error : new CallRefused('ERR_KEYS_UNAVAILABLE', { cause: error });
  } finally {
    deadline.clear();
  }
}
