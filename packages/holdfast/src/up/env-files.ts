import { join } from 'node:path';
import {
  type ApplicationDescription,
  type AuthorityDescription,
  DataUnusable,
  writeAtomically,
} from '@holdfast/authority';
import type { House } from './house.ts';
import { quoteForShell } from './quote-for-shell.ts';

type Values = Readonly<Record<string, string | undefined>>;

/**
 * Writes the files that point unmodified Azure clients at these services: `KEY=value` lines, readable by their owner only. `env` is for
 * applications and for programs on a virtual machine, `env.appservice` and `env.mits` are for programs in App Service and Service Fabric.
 *
 * @returns the path of `env`
 * @throws {@link DataUnusable}
 */
export async function writeEnvFiles(dataDirectory: string, house: House): Promise<string> {
  const { endpoint, header } = house.description.appService;
  const files: Readonly<Record<string, Values>> = {
    env: buildEnv(house.description),
    'env.appservice': { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header },
    'env.mits': { ...house.mitsEnv },
  };
  try {
    for (const [name, values] of Object.entries(files)) {
      await writeAtomically(join(dataDirectory, name), buildLines(values));
    }
  } catch (cause) {
    throw new DataUnusable(cause);
  }
  return join(dataDirectory, 'env');
}

function buildEnv(description: AuthorityDescription): Values {
  const application = firstWithSecret(description);
  return {
    AZURE_AUTHORITY_HOST: description.sts,
    AZURE_TENANT_ID: application?.tenantId,
    AZURE_CLIENT_ID: application?.clientId,
    AZURE_CLIENT_SECRET: application?.secret,
    // Clients append a path to it: without a slash at its end.
    AZURE_POD_IDENTITY_AUTHORITY_HOST: description.imds,
    NODE_EXTRA_CA_CERTS: description.trustFile,
  };
}

function buildLines(values: Values): string {
  return Object.entries(values)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => `${name}=${quoteForShell(value)}\n`)
    .join('');
}

function firstWithSecret({ applications }: AuthorityDescription): ApplicationDescription | undefined {
  const withSecret = applications.filter(({ secret }) => secret !== undefined);
  return withSecret.find(({ name }) => name === 'daemon') ?? withSecret[0];
}
