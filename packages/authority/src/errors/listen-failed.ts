import { HoldfastError } from '@holdfast/core';
import { authorityErrors } from './catalog.ts';

/** Codes of {@link ListenFailed}. */
export type ListenCode = 'ERR_LISTEN_PORT' | 'ERR_LISTEN_LOOPBACK';

const absent: ReadonlySet<unknown> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'EPROTONOSUPPORT']);

/** A service could not start to listen. */
export class ListenFailed extends HoldfastError<ListenCode> {
  /** The port that was asked for. */
  readonly port: number;

  constructor(port: number, cause: Error) {
    const code = 'code' in cause && absent.has(cause.code) ? 'ERR_LISTEN_LOOPBACK' : 'ERR_LISTEN_PORT';
    super(code, authorityErrors[code], { detail: `port ${port}`, cause });
    this.port = port;
  }
}
