import type { Authority } from '@holdfast/authority';
import { type ConfidentialClientOptions, createBoundFetch, createConfidentialClient } from '@holdfast/node';
import type { OwnCertificate } from './loot.ts';
import type { Player } from './stage.ts';
import type { Tap } from './tap.ts';

/** What the player that holds a client certificate is made from. */
export interface CertifiedParts {
  readonly authority: Authority;
  readonly sts: string;
  readonly application: string;
  readonly scopes: readonly string[];
  readonly origin: string;
  readonly clock: NonNullable<ConfidentialClientOptions['clock']>;
  readonly tap: Tap;
}

/** Creates the player whose tokens are bound to its client certificate; its calls pass the tap, inside the TLS connection. */
export async function createCertifiedPlayer(parts: CertifiedParts): Promise<Player> {
  const { authority, sts, scopes, origin, clock, tap } = parts;
  const application = authority.directory.applications.find(({ name }) => name === parts.application);
  if (application === undefined) throw new TypeError(`no application ${parts.application} on the stage`);
  const { certificate, privateKey } = await certificateOf(authority, parts.application);
  const client = createConfidentialClient({
    authority: `${sts}/${application.tenantId}`,
    clientId: application.clientId,
    clientCertificate: { certificate, privateKey },
    ca: authority.certificates.caPem,
    clock,
  });
  const mtlsPool: Parameters<typeof createBoundFetch>[0]['mtlsPool'] = {
    transport: (presented) => tap.around(client.presentCertificate(presented), certificate),
  };
  return {
    client,
    call: createBoundFetch({ client, scopes, authenticationScheme: 'mtls_pop', origins: [origin], mtlsPool }),
  };
}

/** Gives the certificate that the authority issued to an application, with its key. */
export async function certificateOf(authority: Authority, application: string): Promise<OwnCertificate> {
  const { certPem, keyPem } = await authority.certificates.clientCertificate(application);
  return { certificate: certPem, privateKey: keyPem };
}
