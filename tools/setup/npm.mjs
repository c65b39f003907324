import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { SetUpFailed } from './set-up-failed.mjs';

const oldestNpm = 9;

/** Refuses an npm that is missing or too old to read the lock file. */
export function requireNpm(folder) {
  const version = /^npm\/(\S+)/.exec(process.env.npm_config_user_agent ?? '')?.[1] ?? askVersion(folder);
  if (version === undefined) {
    throw new SetUpFailed('npm is not found. Install Node 20 or newer together with npm and run this again.');
  }
  if (Number.parseInt(version, 10) < oldestNpm) {
    throw new SetUpFailed(`npm ${version} is too old. Install npm ${oldestNpm} or newer and run this again.`);
  }
}

/** Runs npm and gives its exit code. Its errors reach stderr; its other words are dropped. */
export async function runNpm(folder, parameters) {
  return (await tellNpm(folder, parameters, 'inherit')).code;
}

/** Runs npm and gives its exit code and what it said about errors. */
export function askNpm(folder, parameters) {
  return tellNpm(folder, parameters, 'pipe');
}

function tellNpm(folder, parameters, errors) {
  const { command, prefix } = npmCommand(folder);
  const child = spawn(command, [...prefix, ...parameters], { ...options(folder), stdio: ['ignore', 'ignore', errors] });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve({ code: 1, said }));
    child.on('close', (code) => resolve({ code: code ?? 1, said }));
  });
}

function askVersion(folder) {
  const { command, prefix } = npmCommand(folder);
  const answer = spawnSync(command, [...prefix, '--version'], { ...options(folder), encoding: 'utf8' });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
}

// Under `npm run`, npm says where it is and which Node runs it. That Node lies outside node_modules, which an install deletes.
function npmCommand(folder) {
  const script = process.env.npm_execpath;
  const node = process.env.npm_node_execpath ?? process.execPath;
  if (script?.endsWith('npm-cli.js') && existsSync(script) && !node.startsWith(join(folder, 'node_modules') + sep)) {
    return { command: node, prefix: [script] };
  }
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', prefix: [] };
}

function options(folder) {
  return { cwd: folder, env: environment(folder), shell: process.platform === 'win32' };
}

// Settings of the outer `npm run` that would change what the inner install does. Where packages come from, proxies and
// certificates stay as the visitor configured them.
const withheld = [
  'production',
  'only',
  'omit',
  'include',
  'workspace',
  'workspaces',
  'include_workspace_root',
  'global',
  'location',
  'prefix',
  'local_prefix',
  'dry_run',
  'package_lock',
  'package_lock_only',
  'install_strategy',
  'if_present',
  'json',
  'loglevel',
].map((name) => `npm_config_${name}`);

function environment(folder) {
  const kept = Object.entries(process.env).filter(([name]) => !withheld.includes(name.toLowerCase()));
  const env = Object.fromEntries(kept);
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !entry.startsWith(join(folder, 'node_modules')));
  return { ...env, PATH: path.join(delimiter) };
}
