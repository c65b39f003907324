import { spawnSync } from 'node:child_process';

/** Why what needs OpenSSL's program is skipped, or false where it is installed. */
export const opensslMissing: string | false =
  spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed; run: apt-get install openssl';
