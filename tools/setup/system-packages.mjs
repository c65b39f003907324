/*
 * Programs that some suites test against and that npm cannot bring. Installed where that is possible without asking; elsewhere the
 * suites that need them are skipped by name.
 */
import { spawnSync } from 'node:child_process';

const wanted = [
  { command: 'redis-server', debian: 'redis-server', suites: 'shared stores in Redis' },
  { command: 'openssl', debian: 'openssl', suites: 'PFX files, and TLS against another library', question: 'version' },
  { command: 'nginx', debian: 'nginx-light', suites: 'an API behind nginx', question: '-v' },
  { command: 'chromium', debian: 'chromium', suites: 'core and oauth in a browser' },
];

/** Installs what is missing, as root on a machine with apt; says what stays missing, and how to mend it. */
export function installSystemPackages() {
  const missing = wanted.filter(({ command, question }) => !isInstalled(command, question));
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && isInstalled('apt-get')) {
    const names = missing.map(({ debian }) => debian);
    console.error(`set-up: installing ${names.join(', ')}`);
    // The package lists of a fresh machine are empty. One by one, so that a package which is not to be had keeps no other out.
    if (!install(names) && aptGet(['update', '-qq'])) for (const name of names) install([name]);
  }
  for (const { command, debian, suites, question } of missing) {
    if (!isInstalled(command, question))
      console.error(`set-up: ${suites}: skipped, ${command} is missing. Run: apt-get install ${debian}`);
  }
}

function install(names) {
  return aptGet(['install', '-y', '-qq', '--no-install-recommends', ...names]);
}

function aptGet(parameters) {
  const { status } = spawnSync('apt-get', parameters, {
    stdio: 'ignore',
    timeout: 300_000,
    // RUNLEVEL=1 keeps Debian from starting the service: tests start their own.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
  return status === 0;
}

function isInstalled(command, question = '--version') {
  return spawnSync(command, [question], { stdio: 'ignore' }).status === 0;
}
