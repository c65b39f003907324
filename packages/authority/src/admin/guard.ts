import type { IncomingHttpHeaders } from 'node:http';
import { equalText } from '@holdfast/core';
import { AdminRefused } from '../errors/admin-refused.ts';

/** What the admin service compares a request with. */
export interface AdminGuard {
  readonly adminKey: string;
  readonly port: number;
}

/**
 * Headers that only browsers and proxies send. Node's own fetch adds `Sec-Fetch-Mode` to every request, so that one alone says
 * nothing; a browser never sends it without `Sec-Fetch-Site`.
 */
const foreignHeader = /^(?:origin|forwarded|x-forwarded-.*|sec-fetch-(?!mode$).*)$/;

/**
 * Lets only programs of this machine that know the admin key through.
 *
 * The exact Host keeps out a web page whose name was rebound to 127.0.0.1; the other headers keep out pages and proxies.
 *
 * @throws {@link AdminRefused} `ERR_ADMIN_HOST`, `ERR_ADMIN_BROWSER`, `ERR_ADMIN_KEY`
 */
export function checkAdminRequest(headers: IncomingHttpHeaders, { adminKey, port }: AdminGuard): void {
  const hosts = ['127.0.0.1', '[::1]', 'localhost'].map((name) => `${name}:${port}`);
  if (!hosts.includes(headers.host ?? '')) throw new AdminRefused('ERR_ADMIN_HOST');
  const foreign = Object.keys(headers).find((name) => foreignHeader.test(name));
  if (foreign !== undefined) throw new AdminRefused('ERR_ADMIN_BROWSER', /^[a-z]+(?:-[a-z]+)?/.exec(foreign)?.[0]);
  const key = /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (key === undefined || !equalText(key, adminKey)) throw new AdminRefused('ERR_ADMIN_KEY');
}
