import { X509Certificate } from 'node:crypto';
import {
  type Authority,
  type LoopbackListener,
  listenLoopback,
  type ManagedIdentity,
  type PublicHost,
} from '@holdfast/authority';
import type { EventSink } from '@holdfast/core';
import {
  createMits,
  createRelyingParty,
  type MitsCaller,
  type MitsEvent,
  type RelyingParty,
  tokenPath,
} from '@holdfast/mits';
import { createConfidentialClient } from '@holdfast/node';

/** What a program in Service Fabric finds in its environment. */
export interface MitsEnvironment {
  readonly IDENTITY_ENDPOINT: string;
  /** A secret. */
  readonly IDENTITY_HEADER: string;
  /** SHA-1 of the certificate of the endpoint, in upper-case hexadecimal digits. */
  readonly IDENTITY_SERVER_THUMBPRINT: string;
}

/** A managed identity token service that listens. */
export interface ListeningMits {
  readonly environment: MitsEnvironment;
  close(): Promise<void>;
}

/** What it listens with. */
export interface ListenMitsOptions {
  readonly host: PublicHost;
  readonly port: number;
  /** Origin of the STS that its relying party asks. */
  readonly sts: string;
  readonly events: EventSink<MitsEvent>;
}

/**
 * Starts a cluster of one for the identities of the directory, with a certificate of its own, which clients pin.
 *
 * Its relying party comes to the STS with the certificate of each identity, as a service of a real cluster would.
 *
 * @returns undefined when the directory has no identities
 * @throws {@link ListenFailed}
 */
export async function listenMits(authority: Authority, options: ListenMitsOptions): Promise<ListeningMits | undefined> {
  const { directory, certificates, mitsHeader } = authority;
  const caller = describeCaller(directory.identities, mitsHeader);
  if (caller === undefined) return undefined;
  const relyingParty = openRelyingParty(authority, options.sts);
  const mits = createMits({ relyingParty, callers: [caller], events: options.events });
  const close = async (listener?: LoopbackListener): Promise<void> => {
    await Promise.all([mits.close(), listener?.close()]);
    await relyingParty.close();
  };
  const handler = authority.attend({ service: 'mits', paths: [tokenPath], listener: mits.handler });
  const listening = listenLoopback({ handler, port: options.port, tls: certificates.mits });
  const listener = await listening.catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const { origin } = new URL(`https://${options.host === '::1' ? '[::1]' : options.host}:${listener.port}`);
  return {
    environment: {
      IDENTITY_ENDPOINT: `${origin}${tokenPath}`,
      IDENTITY_HEADER: mitsHeader,
      IDENTITY_SERVER_THUMBPRINT: new X509Certificate(certificates.mits.certPem).fingerprint.replaceAll(':', ''),
    },
    close: () => close(listener),
  };
}

// As at IMDS: without one of its own, a machine that has exactly one identity means that one.
function describeCaller(identities: readonly ManagedIdentity[], secret: string): MitsCaller | undefined {
  const system = identities.find(({ isSystem }) => isSystem) ?? (identities.length === 1 ? identities[0] : undefined);
  if (identities.length === 0) return undefined;
  const others = identities.filter((identity) => identity !== system);
  return { name: 'machine', secret, systemIdentity: system && pick(system), identities: others.map(pick) };
}

function pick({ name, clientId, objectId, resourceId }: ManagedIdentity): NonNullable<MitsCaller['systemIdentity']> {
  return { name, clientId, objectId, resourceId };
}

function openRelyingParty({ directory, certificates }: Authority, sts: string): RelyingParty {
  return createRelyingParty({
    openClient: async ({ identity, capabilities }) => {
      const known = directory.identities.find(({ name }) => name === identity.name);
      if (known === undefined) throw new TypeError('an identity that the directory does not have');
      const { certPem, keyPem } = await certificates.identityCertificate(known.name);
      return createConfidentialClient({
        authority: `${sts}/${known.tenantId}`,
        clientId: known.clientId,
        clientCapabilities: capabilities,
        clientCertificate: { certificate: certPem, privateKey: keyPem },
        ca: certificates.caPem,
      });
    },
  });
}
