import type { Row } from './engine/row.ts';
import { rows as boundedMemory } from './rows/bounded-memory.ts';
import { rows as clientImport } from './rows/client-import.ts';
import { rows as concurrentAcquires } from './rows/concurrent-acquires.ts';
import { rows as createShr } from './rows/create-shr.ts';
import { rows as downstreamApi } from './rows/downstream-api.ts';
import { rows as guardedRoute } from './rows/guarded-route.ts';
import { rows as managedIdentity } from './rows/managed-identity.ts';
import { rows as mtls } from './rows/mtls.ts';
import { rows as newProofKey } from './rows/new-proof-key.ts';
import { rows as revocation } from './rows/revocation.ts';
import { rows as sts } from './rows/sts.ts';
import { rows as tokenFromCache } from './rows/token-from-cache.ts';
import { rows as tokenInPage } from './rows/token-in-page.ts';
import { rows as tokenMemory } from './rows/token-memory.ts';
import { rows as upStart } from './rows/up-start.ts';
import { rows as verifyShr } from './rows/verify-shr.ts';

/** Everything that is measured, in the order it is told. */
export const allRows: readonly Row[] = [
  ...verifyShr,
  ...revocation,
  ...createShr,
  ...newProofKey,
  ...tokenFromCache,
  ...tokenInPage,
  ...managedIdentity,
  ...tokenMemory,
  ...concurrentAcquires,
  ...clientImport,
  ...upStart,
  ...guardedRoute,
  ...mtls,
  ...downstreamApi,
  ...sts,
  ...boundedMemory,
];
