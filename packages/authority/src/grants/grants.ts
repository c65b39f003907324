import { clientCredentials } from './client-credentials.ts';
import type { Grant } from './grant.ts';

/** The grants of the token endpoint, by `grant_type`. */
export const grants: ReadonlyMap<string, Grant> = new Map([clientCredentials].map((grant) => [grant.name, grant]));
