import { checkUnique, type ReportPath } from './check-unique.ts';
import type { IdentityConfiguration } from './configuration.ts';

/** A managed identity, and where the file has it. */
export interface PlacedIdentity {
  readonly path: readonly string[];
  readonly name: string;
  readonly wish: IdentityConfiguration;
}

/** Checks that a token request to the machine means one identity: one is its own, and no two answer to the same name or id. */
export function checkIdentities(identities: readonly PlacedIdentity[], report: ReportPath): void {
  checkUnique(
    identities.map(({ path, name }) => ({ path, value: name })),
    {
      what: 'another tenant has a managed identity of this name',
      mend: 'Choose another name; names are unique in the file.',
    },
    report,
  );
  checkUnique(
    identities.map(({ path, wish }) => ({
      path: [...path, 'kind'],
      value: wish.kind === 'system-assigned' ? 'the machine' : undefined,
    })),
    {
      what: 'the machine has a system-assigned identity already',
      mend: 'Make the others user-assigned: all identities of the file are those of one machine.',
    },
    report,
  );
  for (const id of ['objectId', 'resourceId'] as const) {
    checkUnique(
      identities.map(({ path, wish }) => ({ path: [...path, id], value: wish[id]?.toLowerCase() })),
      { what: 'two managed identities have this id', mend: `Give every managed identity its own ${id}.` },
      report,
    );
  }
}
