import type { ApplicationDescription } from '@holdfast/authority';
import type { House } from './house.ts';
import { quoteForShell } from './quote-for-shell.ts';

/** Writes what `holdfast up --json` says when it is ready: one line, for programs. It holds secrets. */
export function buildReadyLine(house: House, envFile: string): string {
  const { sts, mtlsSts, imds, appService, admin, adminKey, caFile, trustFile, certs } = house.description;
  const { tenants, applications, identities, users } = house.description;
  return JSON.stringify({
    ready: true,
    sts,
    mtlsSts,
    imds,
    mits: house.mitsEnv?.IDENTITY_ENDPOINT,
    appService,
    admin,
    adminKey,
    api: house.api,
    mtlsApi: house.mtlsApi,
    caFile,
    trustFile,
    envFile,
    certs,
    tenants,
    applications,
    identities: identities.map(({ name, clientId, objectId, resourceId }) => ({
      name,
      clientId,
      objectId,
      resourceId,
    })),
    users,
    mitsEnv: house.mitsEnv,
  });
}

// Where sign-in may return to is what a page has to be served at.
type Client = Pick<ApplicationDescription, 'name' | 'clientId' | 'tenantId' | 'redirectUris'>;

/** Writes the same for people; secrets stay in their files. */
export function buildWelcome(house: House, envFile: string): string {
  const { sts, mtlsSts, imds, appService, admin, caFile, tenants, applications, identities, users } = house.description;
  const domains = new Map(tenants.map(({ id, domain }) => [id, domain]));
  const clients: readonly Client[] = [...applications, ...identities];
  const width = Math.max(...clients.map(({ name }) => name.length));
  const lines = [
    'Holdfast is up. It is for development: not a production identity provider.',
    '',
    `  STS         ${sts}`,
    `  mTLS STS    ${mtlsSts}`,
    `  IMDS        ${imds}  tokens for programs on this machine`,
    `  App Service ${appService.endpoint}`,
    ...(house.mitsEnv === undefined ? [] : [`  MITS        ${house.mitsEnv.IDENTITY_ENDPOINT}`]),
    `  admin       ${admin}`,
    ...(house.api === undefined ? [] : [`  sample API  ${house.api}  /orders /open/orders /msal/orders /whoami`]),
    ...(house.mtlsApi === undefined ? [] : [`  mTLS API    ${house.mtlsApi}  the same, with client certificates`]),
    `  CA          ${caFile ?? ''}`,
    `  env         ${envFile}`,
    `              (set -a; . ${quoteForShell(envFile)}; set +a)`,
    '              beside it, for other platforms: env.appservice, env.mits',
    '',
    ...clients.flatMap(({ name, clientId, tenantId, redirectUris = [] }) => [
      `  ${name.padEnd(width)}  ${clientId}  ${domains.get(tenantId) ?? tenantId}`,
      ...redirectUris.map((uri) => `  ${' '.repeat(width)}  answers go to ${uri}`),
    ]),
    '',
    ...(users.length === 0
      ? []
      : ['  people who sign in, with one click:', ...users.map(({ username }) => `    ${username}`), '']),
    'Secrets and the admin key are shown with --json only.',
    'Ctrl-C stops it.',
  ];
  return `${lines.join('\n')}\n`;
}
