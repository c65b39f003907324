import { HoldfastError } from '@holdfast/core';
import { authorityErrors } from './catalog.ts';

/** A live process holds the lock of the data directory. */
export class DataLocked extends HoldfastError<'ERR_DATA_LOCKED'> {
  /** The process that holds it, as it wrote itself into the lock file. */
  readonly pid: number;

  constructor(pid: number) {
    super('ERR_DATA_LOCKED', authorityErrors.ERR_DATA_LOCKED, { detail: `process ${pid}` });
    this.pid = pid;
  }
}

/** A document of the data directory does not parse or does not have the shape it was written with. */
export class DataCorrupt extends HoldfastError<'ERR_DATA_CORRUPT'> {
  /** Name of the file inside the data directory. */
  readonly file: string;

  constructor(file: string, cause?: unknown) {
    super('ERR_DATA_CORRUPT', authorityErrors.ERR_DATA_CORRUPT, { detail: file, cause });
    this.file = file;
  }
}

/** The directory has contents but not our mark, so nothing in it is touched. */
export class DataForeign extends HoldfastError<'ERR_DATA_FOREIGN'> {
  constructor() {
    super('ERR_DATA_FOREIGN', authorityErrors.ERR_DATA_FOREIGN);
  }
}

/** The file system refused. */
export class DataUnusable extends HoldfastError<'ERR_DATA_UNUSABLE'> {
  constructor(cause: unknown) {
    super('ERR_DATA_UNUSABLE', authorityErrors.ERR_DATA_UNUSABLE, { detail: systemCode(cause), cause });
  }
}

function systemCode(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
