import { InputRefused } from '../errors/input-refused.ts';
import { readInput } from '../reading/read-input.ts';
import type { CallFlags } from './call-flags.ts';
import { parseHeaderLine } from './header-lines.ts';

/** The request with no questions left. */
export interface CallRequest {
  readonly url: URL;
  readonly init: RequestInit;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
}

/** Longest body that is sent, in bytes. */
export const longestBody: number = 4 * 1024 * 1024;

/**
 * Reads the request that the flags describe.
 *
 * @throws {@link InputRefused} `ERR_SETTINGS_VALUE` for an address, a method or a header that cannot be sent; or as `--body` cannot be read
 */
export async function readRequest({
  method,
  url: address,
  header,
  body: file,
  maxTime,
}: CallFlags): Promise<CallRequest> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.hash !== '')
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: 'URL must be an https address without user or fragment' });
  if (!/^[A-Za-z][A-Za-z0-9-]{0,31}$/.test(method))
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: 'METHOD must be a word such as GET' });
  const body =
    file === undefined ? undefined : new Uint8Array(await readInput(file, { name: '--body', maxBytes: longestBody }));
  const signal = AbortSignal.timeout(maxTime * 1000);
  const headers = (header ?? []).map((line) => [...parseHeaderLine(line)] as [string, string]);
  return {
    url,
    body,
    init: { method: method.toUpperCase(), headers, signal, ...(body === undefined ? {} : { body }) },
  };
}
