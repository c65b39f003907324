import type { HeaderField, KeySetKey } from '@holdfast/core';

/** A request that a proof is compared with; what is not known is not compared. */
export interface KnownRequest {
  readonly method?: string | undefined;
  readonly address?: KnownAddress | undefined;
  readonly headers?: readonly HeaderField[] | undefined;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
}

/** An address as it stands on the wire, nothing decoded. */
export interface KnownAddress {
  /** Lower case, with its port unless that is 443. */
  readonly host: string;
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
}

/** Keys that access tokens are verified with, and the issuers that they sign for. */
export interface TrustedKeys {
  readonly keys: readonly KeySetKey[];
  /** Issuers, in which `{tenantid}` stands for the token's `tid`; absent where a file says nothing about them. */
  readonly issuers?: readonly string[] | undefined;
}

/** What the user gave beside the thing to inspect. */
export interface Question {
  /** Epoch seconds at which everything is judged. */
  readonly now: number;
  readonly request?: KnownRequest | undefined;
  readonly nonce?: string | undefined;
  /** DER of the client certificate. */
  readonly certificate?: Uint8Array | undefined;
  /** The access token that a DPoP proof came with. */
  readonly accessToken?: string | undefined;
  readonly trusted?: TrustedKeys | undefined;
}

/**
 * Takes an https or http address apart as it stands, nothing decoded or resolved.
 *
 * @returns undefined for anything else
 */
export function readAddress(text: string): KnownAddress | undefined {
  const [, host, path = '', query = ''] = /^https?:\/\/([^/?#@\\\s]+)([^?#\s]*)(?:\?([^#\s]*))?$/i.exec(text) ?? [];
  if (host === undefined) return undefined;
  return { host: host.toLowerCase().replace(/:443$/, ''), path: path === '' ? '/' : path, query };
}
