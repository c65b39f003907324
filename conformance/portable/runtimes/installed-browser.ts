import { spawnSync } from 'node:child_process';

/** A browser as Debian installs it. */
export interface InstalledBrowser {
  readonly executablePath: string;
  /** Why nothing runs in it, or false where it is installed. */
  readonly missing: string | false;
}

/** Looks for the browser of a Debian package. */
export function findInstalledBrowser(name: 'chromium' | 'firefox-esr'): InstalledBrowser {
  const executablePath = `/usr/bin/${name}`;
  const isInstalled = spawnSync(executablePath, ['--version'], { stdio: 'ignore' }).status === 0;
  return { executablePath, missing: isInstalled ? false : `${name} is not installed; run: apt-get install ${name}` };
}
