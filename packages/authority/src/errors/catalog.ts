/** Codes of the authority: what can go wrong before a request arrives, and at the door of the admin interface. */
export const authorityErrors = {
  ERR_DATA_LOCKED: {
    meaning: 'Another process uses this data directory',
    mend: 'Stop that process, or choose another directory with --data.',
  },
  ERR_DATA_CORRUPT: {
    meaning: 'A file in the data directory cannot be read back',
    mend: 'Restore the file, or delete the data directory to start with new keys and identifiers.',
  },
  ERR_DATA_FOREIGN: {
    meaning: 'The directory holds files that are not ours',
    mend: 'Choose an empty or new directory for the data.',
  },
  ERR_DATA_UNUSABLE: {
    meaning: 'The data directory cannot be created or written',
    mend: 'Choose a directory that this user owns and that has free space.',
  },
  ERR_DIRECTORY_INVALID: {
    meaning: 'The configuration has a mistake',
    mend: 'Correct the file; docs/configuration.md lists every field.',
  },
  ERR_DIRECTORY_UNREADABLE: {
    meaning: 'A configuration file cannot be read',
    mend: 'Check that the file exists and that this user may read it.',
  },
  ERR_LISTEN_PORT: {
    meaning: 'A port is taken or not allowed',
    mend: 'Stop the program that uses it, choose another --port-base, or 0 for free ports.',
  },
  ERR_LISTEN_LOOPBACK: {
    meaning: 'The machine has no usable loopback address',
    mend: 'Make 127.0.0.1 available; the authority listens nowhere else.',
  },
  ERR_TOKEN_REFUSED: {
    meaning: 'A token request was refused',
    mend: 'docs/aadsts.md says what each AADSTS code means and how to mend the request.',
  },
  ERR_ADMIN_REQUEST: {
    meaning: 'An admin request is not understood',
    mend: 'docs/admin-api.md describes every request.',
  },
} as const;

/** Every code of this package. */
export type AuthorityErrorCode = keyof typeof authorityErrors;
