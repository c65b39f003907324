import type { Transport } from '@holdfast/core';
import type { BindingCertificate, BoundCredential } from '../scheme/binding-certificate.ts';
import type { ClientAuthTarget } from './client-credential.ts';

/** Where a certificate comes from that may be renewed: asked for each token. */
export interface BindingCertificateSource {
  /** The certificate to use now. */
  current(signal?: AbortSignal): Promise<BindingCertificate>;
  /** Says that a server refused it: the source looks for a new one. */
  invalidate(): void;
}

/** What a token is to be bound to, and where it will be asked for. */
export interface BindWish {
  /** The caller's own certificate. @default the client's credential */
  readonly certificate?: BindingCertificate | BindingCertificateSource | undefined;
  /** Finds the endpoint; called only where an assertion is made for it. */
  readonly target: () => Promise<ClientAuthTarget>;
  /** Ends the wait. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** What authenticated a token request. */
export interface UsedAuthentication {
  /** What was sent in the body; as the credential gave it, so that it can be recognised. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The certificate of the connection. @default none */
  readonly bound?: BoundCredential | undefined;
}

/** One certificate took the place of another. */
export interface CertificateRenewal {
  /** SHA-256 thumbprint of the one that was refused. */
  readonly refused: string;
  /** SHA-256 thumbprint of the new one. */
  readonly x5tS256: string;
}

/** Port: the certificates of a client, and connections that present them. The package around this one knows TLS. */
export interface BoundCredentials {
  /**
   * The credential of the moment; the same object as long as nothing changes.
   *
   * @throws {@link BindingUnavailable} when there is none
   */
  bind(wish: BindWish): Promise<BoundCredential>;
  /** The authority refused what `bind` gave: looks for another, and gives what there is then. */
  renew(refused: BoundCredential, wish: BindWish & { readonly code: string }): Promise<BoundCredential>;
  /** For a bearer token: the certificate to authenticate with, where the application said that it authenticates so. */
  authenticateBearer(wish: BindWish): Promise<BoundCredential | undefined>;
  /**
   * The authority refused what authenticated a request for a token that is not bound to a certificate: looks for another certificate.
   *
   * @returns undefined where no certificate was refused, or there is no other; never a weaker way to authenticate
   */
  renewAuthentication(
    refused: UsedAuthentication,
    why: { readonly code: string; readonly signal: AbortSignal },
  ): Promise<CertificateRenewal | undefined>;
  /**
   * Connections that present a certificate, and no other.
   *
   * @throws {@link BindingUnavailable} for what is no certificate with its key
   */
  present(certificate: BindingCertificate): Transport;
}
