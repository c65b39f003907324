import { join } from 'node:path';
import {
  type ApplicationDescription,
  type AuthorityDescription,
  DataUnusable,
  writeAtomically,
} from '@holdfast/authority';
import { quoteForShell } from './quote-for-shell.ts';

/**
 * Writes the file that points unmodified Azure clients at this authority: `KEY=value` lines, readable by its owner only.
 *
 * @returns its path
 * @throws {@link DataUnusable}
 */
export async function writeEnvFile(dataDirectory: string, description: AuthorityDescription): Promise<string> {
  const path = join(dataDirectory, 'env');
  const application = firstWithSecret(description);
  try {
    await writeAtomically(path, buildEnv(description, application));
  } catch (cause) {
    throw new DataUnusable(cause);
  }
  return path;
}

function buildEnv(description: AuthorityDescription, application: ApplicationDescription | undefined): string {
  const values: Readonly<Record<string, string | undefined>> = {
    AZURE_AUTHORITY_HOST: description.sts,
    AZURE_TENANT_ID: application?.tenantId,
    AZURE_CLIENT_ID: application?.clientId,
    AZURE_CLIENT_SECRET: application?.secret,
    NODE_EXTRA_CA_CERTS: description.trustFile,
  };
  return Object.entries(values)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => `${name}=${quoteForShell(value)}\n`)
    .join('');
}

function firstWithSecret({ applications }: AuthorityDescription): ApplicationDescription | undefined {
  const withSecret = applications.filter(({ secret }) => secret !== undefined);
  return withSecret.find(({ name }) => name === 'daemon') ?? withSecret[0];
}
