/**
 * What a client needs of this package while it calls APIs with tokens that it has: signed requests, and the flow around them. A page loads this first, and what asks an
 * authority when it is asked; bundlers split modules, not what one module passes on.
 *
 * @example
 * ```ts
 * import { createSignedHttpRequest } from '@holdfast/core/calling';
 *
 * console.log(createSignedHttpRequest.length); // 1
 * ```
 *
 * @packageDocumentation
 */
export { decodeBase64url } from '../base/base64url.ts';
export { decodeUtf8 } from '../base/bytes.ts';
export { epochSeconds } from '../base/clock.ts';
export { sha256Hex } from '../base/digest.ts';
export { DeadlineExceeded } from '../errors/deadline-exceeded.ts';
export { HoldfastError } from '../errors/holdfast-error.ts';
export { createEventSink } from '../events/event-sink.ts';
export { createDeadline } from '../flow/deadline.ts';
export { createSingleFlight } from '../flow/single-flight.ts';
export { readBoundedBody } from '../http/read-bounded-body.ts';
export { isThumbprint, jwkThumbprint } from '../jwk/thumbprint.ts';
export { createSignedHttpRequest } from './create.ts';
