import { type ConfidentialClient, createConfidentialClient } from '@holdfast/node';
import { InputRefused } from '../errors/input-refused.ts';
import { openCertificate } from '../settings/client-certificate.ts';
import { refusedSetting } from './ask-flags.ts';
import type { OpenClientOptions } from './open-client.ts';

/** A client whose tokens are bound to the certificate of its application. */
export interface OpenCertificateClient {
  readonly client: ConfidentialClient;
  close(): Promise<void>;
}

/**
 * Opens a client that presents a certificate, to the authority and to the API, and binds its tokens to it.
 *
 * @throws {@link InputRefused} `ERR_SETTINGS_CREDENTIAL` for an application with a secret, which no token can be bound to; `ERR_SETTINGS_VALUE`
 */
export async function openCertificateClient(
  options: Omit<OpenClientOptions, 'key' | 'algorithm'>,
): Promise<OpenCertificateClient> {
  const { settings, capabilities, timeoutMs, events } = options;
  const { authority, clientId, credential, ca } = settings;
  if (credential.kind === 'secret') {
    throw new InputRefused('ERR_SETTINGS_CREDENTIAL', {
      detail: 'mtls_pop binds to a certificate: give --cert with --key, or --pfx',
    });
  }
  const certificate = await openCertificate(credential);
  try {
    const client = createConfidentialClient({
      authority,
      clientId,
      clientCredentials: [{ kind: 'certificate', certificate }],
      ca,
      clientCapabilities: capabilities,
      timeoutMs,
      events,
    });
    return { client, close: () => client.close() };
  } catch (error) {
    throw refusedSetting(error);
  }
}
