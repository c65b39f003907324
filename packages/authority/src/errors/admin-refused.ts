import { HoldfastError } from '@holdfast/core';
import { type AuthorityErrorCode, authorityErrors } from './catalog.ts';

/** Codes of {@link AdminRefused}. */
export type AdminCode = Extract<AuthorityErrorCode, `ERR_ADMIN_${string}`>;

const statuses: Readonly<Record<AdminCode, number>> = {
  ERR_ADMIN_HOST: 403,
  ERR_ADMIN_BROWSER: 403,
  ERR_ADMIN_KEY: 401,
  ERR_ADMIN_ROUTE: 404,
  ERR_ADMIN_UNKNOWN: 404,
  ERR_ADMIN_REQUEST: 400,
  ERR_ADMIN_TOO_LARGE: 413,
  ERR_ADMIN_FULL: 503,
  ERR_ADMIN_FAILED: 500,
};

/** The admin service says no. */
export class AdminRefused extends HoldfastError<AdminCode> {
  readonly status: number;

  constructor(code: AdminCode, detail?: string, cause?: unknown) {
    super(code, authorityErrors[code], { detail, cause });
    this.status = statuses[code];
  }
}
