import type { Bytes } from '@holdfast/core';

/**
 * A client certificate that the TLS layer of this process verified possession of.
 *
 * Whoever fills this in vouches for it: it must come from the connection of the request, never from a header.
 */
export interface PresentedCertificate {
  /** The certificate itself, DER. */
  readonly der: Bytes;
  /** Start of its validity, epoch seconds. */
  readonly notBefore: number;
  /** End of its validity, epoch seconds. */
  readonly notAfter: number;
}

/** One HTTP request as it came from the wire, without a framework. */
export interface IncomingRequest {
  /** The method as sent, in its own case. */
  readonly method: string;
  /** The raw, undecoded request target: path and query as on the request line. */
  readonly target: string;
  /** Every header line, in order and repeats included, so that two Authorization headers can be seen. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /**
   * The raw body. Empty bytes mean that there was none; `undefined` means that nobody kept it, and a proof that covers the body is
   * then refused.
   */
  readonly body?: Bytes | undefined;
  /** The client certificate of the TLS connection that the request came over. */
  readonly certificate?: PresentedCertificate | undefined;
}
