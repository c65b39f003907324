import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';

/** An nginx of a test's own, in front of something. */
export interface NginxServer {
  /** The Unix socket on which it speaks https. */
  readonly socketPath: string;
  close(): Promise<void>;
}

/** What it is told. */
export interface NginxSettings {
  /** Its certificate for https, PEM. */
  readonly certificate: string;
  /** The key of it, PEM. */
  readonly privateKey: string;
  /** Directives of its one `server`; `{folder}` stands for the folder of `files`. */
  readonly server: string;
  /** Further files that the directives name. @default none */
  readonly files?: Readonly<Record<string, string>> | undefined;
}

const command = findProgram('nginx');

/** Why suites that need nginx are skipped, or false where it is installed. */
export const nginxMissing: string | false =
  command === undefined ? 'nginx is not installed; run: apt-get install nginx-light' : false;

/** Starts an nginx, one process with nothing but the settings here, and waits until it listens. */
export async function startNginx(settings: NginxSettings): Promise<NginxServer> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-nginx-'));
  const socketPath = join(folder, 'nginx.sock');
  const files = { 'server.pem': settings.certificate, 'server-key.pem': settings.privateKey, ...settings.files };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  writeFileSync(join(folder, 'nginx.conf'), buildConfiguration(folder, settings.server));
  const child = spawn(command ?? 'nginx', ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await ready(child);
  return {
    socketPath,
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// One process: it stays the user of the test, who owns the sockets in front of it and behind it.
function buildConfiguration(folder: string, server: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${join(folder, `${name}_temp`)};`,
  );
  return `daemon off;
master_process off;
pid ${join(folder, 'nginx.pid')};
error_log stderr notice;
events {}
http {
  access_log off;
${temporary.join('\n')}
  server {
    listen unix:${join(folder, 'nginx.sock')} ssl;
    server_name localhost;
    ssl_certificate ${join(folder, 'server.pem')};
    ssl_certificate_key ${join(folder, 'server-key.pem')};
${server.replaceAll('{folder}', folder)}
  }
}
`;
}

// The last thing that a single process says before it serves.
const lastWord = 'getrlimit(';

function ready(child: ChildProcess): Promise<void> {
  let log = '';
  return new Promise((resolve, reject) => {
    // Read to the end, so that a full pipe never stops the server.
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes(lastWord)) resolve();
    });
    child.once('exit', () => reject(new Error(`nginx did not start: ${log}`)));
  });
}
