import type { IncomingHttpHeaders } from 'node:http';
import { equalText } from '@holdfast/core';
import { AdminRefused } from '../errors/admin-refused.ts';
import { findForeignTrait } from '../listening/local-request.ts';

/** What the admin service compares a request with. */
export interface AdminGuard {
  readonly adminKey: string;
  readonly port: number;
}

/**
 * Lets only programs of this machine that know the admin key through.
 *
 * @throws {@link AdminRefused} `ERR_ADMIN_HOST`, `ERR_ADMIN_BROWSER`, `ERR_ADMIN_KEY`
 */
export function checkAdminRequest(headers: IncomingHttpHeaders, { adminKey, port }: AdminGuard): void {
  const foreign = findForeignTrait(headers, port);
  if (foreign?.kind === 'host') throw new AdminRefused('ERR_ADMIN_HOST');
  if (foreign?.kind === 'header') throw new AdminRefused('ERR_ADMIN_BROWSER', foreign.name);
  const key = /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (key === undefined || !equalText(key, adminKey)) throw new AdminRefused('ERR_ADMIN_KEY');
}
