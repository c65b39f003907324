/*
 * Programs that some suites test against and that npm cannot bring. Installed where that is possible without asking; elsewhere the
 * suites that need them are skipped by name.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const engines = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'].map(
  (folder) => `${folder}/engines-3/pkcs11.so`,
);

const wanted = [
  { command: 'redis-server', debian: 'redis-server', suites: 'shared stores in Redis' },
  { command: 'openssl', debian: 'openssl', suites: 'PFX files, and TLS against another library', question: 'version' },
  { command: 'nginx', debian: 'nginx-light', suites: 'an API behind nginx', question: '-v' },
  { command: 'chromium', debian: 'chromium', suites: 'everything that runs in Chromium' },
  { command: 'firefox-esr', debian: 'firefox-esr', suites: 'everything that runs in Firefox' },
  { command: 'softhsm2-util', debian: 'softhsm2', suites: 'keys in PKCS#11 tokens' },
  // A library, which no command asks for.
  {
    command: "OpenSSL's engine pkcs11",
    files: engines,
    debian: 'libengine-pkcs11-openssl',
    suites: 'keys in PKCS#11 tokens',
  },
];

/** Installs what is missing, as root on a machine with apt; says what stays missing, and how to mend it. */
export function installSystemPackages() {
  const missing = wanted.filter((one) => !isThere(one));
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && isInstalled('apt-get')) {
    const names = missing.map(({ debian }) => debian);
    console.error(`set-up: installing ${names.join(', ')}`);
    // The package lists of a fresh machine are empty. One by one, so that a package which is not to be had keeps no other out.
    if (!install(names) && aptGet(['update', '-qq'])) for (const name of names) install([name]);
  }
  for (const one of missing) {
    const { command, debian, suites } = one;
    if (!isThere(one))
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

function isThere({ command, question, files }) {
  return files === undefined ? isInstalled(command, question) : files.some((file) => existsSync(file));
}

function isInstalled(command, question = '--version') {
  return spawnSync(command, [question], { stdio: 'ignore' }).status === 0;
}
