import type { AttestationProvider } from '../attestation/attestation-provider.ts';
import type { ImdsWire } from '../imds-credential/wire-names.ts';
import type { KeyStrength } from '../machine-key/key-strength.ts';
import type { MachineKeyProvider } from '../machine-key/machine-key.ts';
import type { MtlsPool } from '../mtls/mtls-pool.ts';

/** For how long a certificate that the authority refuses is replaced by another. */
export interface RemediationOptions {
  /** Most certificates in a row; `Infinity` for as many as it takes. @default `Infinity`, within `deadlineMs` */
  readonly maxAttempts?: number | undefined;
  /**
   * How long after the first refusal the last certificate may be asked for, in milliseconds; `Infinity` for ever. The caller's `signal` ends his
   * wait in any case.
   *
   * @default 120,000 (2 minutes); `Infinity` where `maxAttempts` says `Infinity`
   */
  readonly deadlineMs?: number | undefined;
  /** Takes `invalid_request` with AADSTS1000901 for a refusal of the certificate, too. @default `false` */
  readonly remediateClaimsMismatch?: boolean | undefined;
}

/** A directory where processes of an application leave their certificates. */
export interface PersistenceOptions {
  /** Path of a directory of its own, which nobody else may write to; made with mode 0700 where it is missing, in one that exists. */
  readonly directory: string;
  /**
   * Writes the software key there, too, as a file that nobody else may read: whoever reads it is the identity. A `keyProvider` keeps its keys itself.
   *
   * @default `false`: without a `keyProvider` that is an error, for no other process could use the certificate
   */
  readonly writeSoftwareKey?: boolean | undefined;
}

/** Options of certificates, for which IMDS must be the source. */
export interface CertificateOptions {
  /** Where the key of the machine comes from; closing it is its owner's business. @default a key in the memory of this process */
  readonly keyProvider?: MachineKeyProvider | undefined;
  /** Has somebody say where the key is kept; a key that is not attested is not used then. @default none: the key is not attested */
  readonly attestation?: AttestationProvider | undefined;
  /** The least that will do for the key. @default `InMemory` */
  readonly minStrength?: KeyStrength | undefined;
  /** Leaves certificates for the next process. @default none: each process has its own */
  readonly persistence?: PersistenceOptions | undefined;
  /** Whose names IMDS is spoken to with. @default `shipped` */
  readonly wire?: ImdsWire | undefined;
  /** Hosts (`host` or `host:port`) of token endpoints and attestation services beside those of the Azure clouds. @default none */
  readonly allowedHosts?: readonly string[] | undefined;
  /** What follows when the authority refuses the certificate. @default for two minutes another is asked for */
  readonly remediation?: RemediationOptions | undefined;
  /** Asks for bearer tokens with the certificate, too, at the token endpoint in the place of IMDS. @default `false` */
  readonly bearerOverCertificate?: boolean | undefined;
  /** Presents the certificates; instead of `ca`. @default a pool of this client's own */
  readonly mtlsPool?: MtlsPool | undefined;
  /** PEM of a private CA that the token endpoint's certificate comes from; instead of `mtlsPool`. @default the CAs that Node trusts */
  readonly ca?: string | undefined;
}
