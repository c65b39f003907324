import type { Bytes } from '@holdfast/core';

/**
 * A client certificate whose private key the peer of the TLS connection was shown to hold.
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
  /** Object identifiers of its extended key usage. @default the certificate has no such extension, and may be used for everything */
  readonly extendedKeyUsage?: readonly string[] | undefined;
}

/** The part of Node's `X509Certificate` that is read here. */
export interface ConnectionCertificate {
  /** The certificate itself, DER. */
  readonly raw: Bytes;
  /** Start of its validity. */
  readonly validFromDate: Date;
  /** End of its validity. */
  readonly validToDate: Date;
  /** Object identifiers of its extended key usage; undefined where the certificate does not say. */
  readonly keyUsage?: readonly string[] | undefined;
}

/** A server, as far as it is asked where it listens. */
export interface AcceptingServer {
  /** Where it listens; for a Unix socket this is a text. */
  readonly address?: (() => unknown) | undefined;
}

/**
 * The connection that a request came over: a socket of Node, or what looks like one.
 *
 * Nothing is read from it before a token asks for a client certificate, so others do not pay for it.
 */
export interface IncomingConnection {
  /** Gives the certificate that the peer presented in the TLS handshake, if it did; plain sockets have no such method. */
  readonly getPeerX509Certificate?: (() => ConnectionCertificate | undefined) | undefined;
  /** Tells whether the TLS session of an earlier connection was taken up again. */
  readonly isSessionReused?: (() => boolean) | undefined;
  /** Address of the peer; none on a Unix socket, and none once the peer has gone. */
  readonly remoteAddress?: string | undefined;
  /** The server that accepted it; a socket that no server accepted says null. */
  readonly server?: AcceptingServer | null | undefined;
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
  /**
   * The client certificate of the TLS connection that the request came over, where the caller of the validator knows it already.
   *
   * @default read from `connection`, when a token asks for it
   */
  readonly certificate?: PresentedCertificate | undefined;
  /** The connection that the request came over. @default unknown, and whatever depends on it is refused */
  readonly connection?: IncomingConnection | undefined;
}
