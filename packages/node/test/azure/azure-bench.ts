import { type ConfidentialClient, type ConfidentialClientOptions, createConfidentialClient } from '@holdfast/node';
import { createTokenCredential, type TokenCredential, type TokenCredentialOptions } from '@holdfast/node/azure';
import { createFakeClock, type FakeClock } from '@holdfast/testing';
import { clientId, createScriptedSts, origin, type ScriptedSts, tenant } from '../../../oauth/test/sts/scripted-sts.ts';

export const scope = 'https://vault.azure.net/.default';

export interface AzureBench {
  readonly credential: TokenCredential;
  readonly sts: ScriptedSts;
  readonly clock: FakeClock;
  /** The capabilities that clients were asked to have, in the order in which they were made. */
  readonly opened: (readonly string[])[];
  client(options?: Partial<ConfidentialClientOptions>): ConfidentialClient;
}

/** A credential over confidential clients, their authority, and a clock that stands still. */
export function createAzureBench(options?: TokenCredentialOptions): AzureBench {
  const clock = createFakeClock();
  const sts = createScriptedSts(clock);
  const opened: (readonly string[])[] = [];
  const client: AzureBench['client'] = (more) =>
    createConfidentialClient({
      authority: `${origin}/${tenant}`,
      clientId,
      clientSecret: 'the client secret',
      transport: sts.transport,
      clock,
      ...more,
    });
  const credential = createTokenCredential((clientCapabilities) => {
    opened.push(clientCapabilities);
    return client({ clientCapabilities });
  }, options);
  return { credential, sts, clock, opened, client };
}
