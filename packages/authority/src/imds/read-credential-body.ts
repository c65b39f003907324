import { decodeBase64, type JsonObject, type JsonValue, parseStrictJsonObject } from '@holdfast/core';
import { IdentityRefused } from '../errors/identity-refused.ts';

/** What a request for a certificate brings. */
export interface CredentialBody {
  /** DER of a PKCS #10 request. */
  readonly csr: Uint8Array<ArrayBuffer>;
  /** Attestation token, as it came; an empty one is none. */
  readonly attestation?: string | undefined;
}

const longestBody = 64 * 1024;
const longestCsr = 16 * 1024;
const compactText = /^[A-Za-z0-9_.-]{1,8192}$/;
// Where tools leave the frame on; the platform wants the base64 alone.
const frame = /^-----BEGIN (NEW )?CERTIFICATE REQUEST-----\s|\s-----END (NEW )?CERTIFICATE REQUEST-----\s*$/g;

/**
 * Reads the body of a request for a certificate. Members that are not understood are ignored.
 *
 * Not checked: what is in the request and in the token.
 *
 * @param text - undefined when there was no body of JSON
 * @throws {@link IdentityRefused} `bodyMalformed`
 */
export function readCredentialBody(text: string | undefined): CredentialBody {
  const { csr, attestation_token: attestation = '' } = parse(text);
  if (typeof csr !== 'string' || csr === '' || csr.length > longestCsr) refuse('csr');
  if (attestation === null || attestation === '') return { csr: decode(csr) };
  if (typeof attestation !== 'string' || !compactText.test(attestation)) refuse('attestation_token');
  return { csr: decode(csr), attestation };
}

function parse(text: string | undefined): JsonObject & { readonly csr?: JsonValue } {
  if (text === undefined) refuse('no JSON');
  try {
    return parseStrictJsonObject(text, { maxLength: longestBody });
  } catch (cause) {
    return refuse('JSON', cause);
  }
}

function decode(csr: string): Uint8Array<ArrayBuffer> {
  try {
    return decodeBase64(csr.replaceAll(frame, '').replaceAll(/\r?\n/g, ''));
  } catch (cause) {
    return refuse('csr', cause);
  }
}

function refuse(what: string, cause?: unknown): never {
  throw new IdentityRefused('bodyMalformed', what, cause);
}
