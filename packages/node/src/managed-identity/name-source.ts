import type { EventSink } from '@holdfast/core';
import type { ClientEvent } from '@holdfast/oauth';
import type { SourceName } from '../managed-identity-source/source-description.ts';
import type { ManagedIdentityEvent } from './client-options.ts';

/** What is known of the source of a client. */
export interface SourceNaming {
  readonly emit: EventSink<ManagedIdentityEvent>;
  readonly source: SourceName;
  /** Whether bearer tokens are asked for with a certificate, too. */
  readonly bearerOverCertificate: boolean;
}

/** Makes the sink of the engine, which knows nothing of sources: it writes the source into each event. */
export function nameSource({ emit, source, bearerOverCertificate }: SourceNaming): EventSink<ClientEvent> {
  return (event) => {
    const isCertified = bearerOverCertificate || ('scheme' in event && event.scheme === 'mtls_pop');
    emit({ ...event, managedIdentitySource: isCertified ? 'imds-v2' : source });
  };
}
