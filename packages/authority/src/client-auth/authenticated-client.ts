import type { Application } from '../directory/directory.ts';

/** An application that proved who it is, and how. */
export interface AuthenticatedClient {
  readonly application: Application;
  readonly authenticatedBy: 'secret' | 'certificate';
}
