import { RequestTargetInvalid } from '../errors/request-target-invalid.ts';

/** The two parts of a request target, byte for byte as they came over the wire. */
export interface RequestTarget {
  /** The path, percent-encoding, dot segments and double slashes untouched; starts with `/`. */
  readonly path: string;
  /** What follows the first `?`, without it; empty when there is none. */
  readonly query: string;
}

const slash = 0x2f;
const questionMark = 0x3f;
const hash = 0x23;
const backslash = 0x5c;

/**
 * Splits the raw target of an HTTP request into path and query, and decodes nothing.
 *
 * A proof covers the bytes on the wire. A `URL` would resolve dot segments, take the host out of `//host/path` and turn
 * backslashes into slashes, and so verify one request while another is served.
 *
 * Not checked: the host, which no target names; the expected host comes from configuration.
 *
 * @param target - the second word of the request line (`request.url` in Node)
 * @throws {@link RequestTargetInvalid} `ERR_REQUEST_TARGET_FORM` for absolute, authority and asterisk form;
 * `ERR_REQUEST_TARGET_CHARACTER` for a fragment, a backslash, blanks, controls and characters outside US-ASCII
 * @see RFC 9112 section 3.2.1
 *
 * @example
 * ```ts
 * import { parseRequestTarget } from '@holdfast/core';
 *
 * console.log(parseRequestTarget('/orders//%37?page=2')); // { path: '/orders//%37', query: 'page=2' }
 * ```
 */
export function parseRequestTarget(target: string): RequestTarget {
  if (target.charCodeAt(0) !== slash) throw new RequestTargetInvalid('ERR_REQUEST_TARGET_FORM');
  let split = target.length;
  for (let index = 0; index < target.length; index += 1) {
    const code = target.charCodeAt(index);
    if (code <= 0x20 || code >= 0x7f || code === hash || code === backslash) {
      throw new RequestTargetInvalid('ERR_REQUEST_TARGET_CHARACTER');
    }
    if (code === questionMark && split === target.length) split = index;
  }
  return { path: target.slice(0, split), query: target.slice(split + 1) };
}
