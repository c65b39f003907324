import type { House } from './house.ts';
import { quoteForShell } from './quote-for-shell.ts';

/** Writes what `holdfast up --json` says when it is ready: one line, for programs. It holds secrets. */
export function buildReadyLine(house: House, envFile: string): string {
  const { sts, mtlsSts, admin, adminKey, caFile, trustFile, certs, tenants, applications, users } = house.description;
  return JSON.stringify({
    ready: true,
    sts,
    mtlsSts,
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
    users,
  });
}

/** Writes the same for people; secrets stay in their files. */
export function buildWelcome(house: House, envFile: string): string {
  const { sts, mtlsSts, admin, caFile, tenants, applications } = house.description;
  const domains = new Map(tenants.map(({ id, domain }) => [id, domain]));
  const width = Math.max(...applications.map(({ name }) => name.length));
  const lines = [
    'Holdfast is up. It is for development: not a production identity provider.',
    '',
    `  STS         ${sts}`,
    `  mTLS STS    ${mtlsSts}`,
    `  admin       ${admin}`,
    ...(house.api === undefined ? [] : [`  sample API  ${house.api}   /orders  /open/orders  /msal/orders  /whoami`]),
    ...(house.mtlsApi === undefined
      ? []
      : [`  mTLS API    ${house.mtlsApi}   the same, and asks for client certificates`]),
    `  CA          ${caFile ?? ''}`,
    `  env         ${envFile}   (set -a; . ${quoteForShell(envFile)}; set +a)`,
    '',
    ...applications.map(
      ({ name, clientId, tenantId }) => `  ${name.padEnd(width)}  ${clientId}  ${domains.get(tenantId) ?? tenantId}`,
    ),
    '',
    'Secrets and the admin key are shown with --json only.',
    'Ctrl-C stops it.',
  ];
  return `${lines.join('\n')}\n`;
}
