// A table of data: the clouds of Entra, by the hosts that people know them by.
const clouds: readonly (readonly [login: readonly string[], mtls: string])[] = [
  [['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com'], 'mtlsauth.microsoft.com'],
  [['login.microsoftonline.us'], 'mtlsauth.microsoftonline.us'],
  [['login.partner.microsoftonline.cn'], 'mtlsauth.partner.microsoftonline.cn'],
  [['login.sovcloud-identity.fr'], 'mtlsauth.sovcloud-identity.fr'],
  [['login.sovcloud-identity.de'], 'mtlsauth.sovcloud-identity.de'],
  [['login.sovcloud-identity.sg'], 'mtlsauth.sovcloud-identity.sg'],
];

// Names of Entra under which no client certificates are taken.
const withoutCertificates: ReadonlySet<string> = new Set([
  'login.usgovcloudapi.net',
  'login.chinacloudapi.cn',
  'sts.windows.net',
]);

/**
 * Finds the host at which a cloud of Entra takes client certificates.
 *
 * @param host - of the authority, in lower case
 * @returns undefined for a host that is not Entra's; `none` for one of Entra's that takes no certificates
 */
export function findMtlsHost(host: string): string | 'none' | undefined {
  if (withoutCertificates.has(host)) return 'none';
  return clouds.find(([login]) => login.includes(host))?.[1];
}

/**
 * Lists the hosts at which the clouds of Entra take client certificates, by themselves or behind the name of a region.
 *
 * @example
 * ```ts
 * import { listMtlsHosts } from '@holdfast/oauth/metadata';
 *
 * console.log(listMtlsHosts().includes('mtlsauth.microsoft.com')); // true
 * ```
 */
export function listMtlsHosts(): readonly string[] {
  return clouds.map(([, mtls]) => mtls);
}
