import type { ClientCertificate } from '../certificate/client-certificate.ts';
import type { KeyStrength } from '../machine-key/key-strength.ts';
import type { MintReason } from './identity-event.ts';

/** A certificate of a managed identity, with what is needed to ask for tokens with it. */
export interface IdentityCertificate {
  /** The certificate and its key. */
  readonly certificate: ClientCertificate;
  /** What token requests name the identity by. */
  readonly clientId: string;
  /** Its tenant. */
  readonly tenantId: string;
  /** Who made the identity. */
  readonly identityType: 'SystemAssigned' | 'UserAssigned';
  /** Where tokens are asked for. */
  readonly tokenEndpoint: string;
  /** How well its key is kept. */
  readonly strength: KeyStrength;
  /** Id of its key. */
  readonly keyId: string;
  /** Whether the key was attested. */
  readonly isAttested: boolean;
  /** Whether the cache of IMDS was passed over for it. */
  readonly bypassCache: boolean;
  /** Why it was asked for. */
  readonly reason: MintReason;
  /** Whether it may be used for more than the one token that it was asked for. */
  readonly isKept: boolean;
}
