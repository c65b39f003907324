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
  ERR_IDENTITY_REFUSED: {
    meaning: 'A request for a token of a managed identity was refused',
    mend: 'docs/identity-endpoints.md says what each refusal means and how to mend the request.',
  },
  ERR_ATTESTATION_REFUSED: {
    meaning: 'A statement about a key was refused',
    mend: 'docs/attestation.md says what a statement looks like.',
  },
  ERR_ADMIN_HOST: {
    meaning: 'The Host header does not name the admin service',
    mend: 'Call it as 127.0.0.1, [::1] or localhost with its own port.',
  },
  ERR_ADMIN_BROWSER: {
    meaning: 'The request comes from a web page or through a proxy',
    mend: 'Call the admin service from a program on this machine, without Origin, Sec-Fetch-* and Forwarded headers.',
  },
  ERR_ADMIN_KEY: {
    meaning: 'The admin key is missing or wrong',
    mend: 'Send "Authorization: Bearer <admin key>" with the key that `holdfast up --json` prints.',
  },
  ERR_ADMIN_ROUTE: {
    meaning: 'The admin service has no such route',
    mend: 'docs/admin-api.md lists every route.',
  },
  ERR_ADMIN_REQUEST: {
    meaning: 'An admin request is not understood',
    mend: 'docs/admin-api.md describes every request.',
  },
  ERR_ADMIN_UNKNOWN: {
    meaning: 'Nobody in the directory has this name or id',
    mend: 'GET /directory lists users, applications and identities with their names and ids.',
  },
  ERR_ADMIN_TOO_LARGE: {
    meaning: 'The body of an admin request is too long',
    mend: 'Send at most 64 KiB; no request of docs/admin-api.md needs more.',
  },
  ERR_ADMIN_FULL: {
    meaning: 'The admin service has no room for more',
    mend: 'Close a stream, take faults away with DELETE /faults, or wait until revocations have expired.',
  },
  ERR_ADMIN_FAILED: {
    meaning: 'The admin service failed',
    mend: 'This is a mistake of the authority: report it.',
  },
} as const;

/** Every code of this package. */
export type AuthorityErrorCode = keyof typeof authorityErrors;
