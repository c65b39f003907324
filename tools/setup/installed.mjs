import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Is node_modules what package-lock.json asks for? A stamp, written last, says that an install finished for this lock file on this
 * platform; because folders can go missing afterwards, every package is looked for as well (about 200 cheap look-ups).
 */
export function isInstalled(folder) {
  return readText(stampFile(folder)) === fingerprint(folder) && missingPackage(folder) === undefined;
}

/** Is node_modules complete although set-up did not make it (somebody ran `npm ci` by hand)? */
export function isAdoptable(folder) {
  const installed = readJson(join(folder, 'node_modules', '.package-lock.json'))?.packages;
  if (installed === undefined || existsSync(stampFile(folder))) return false;
  const asked = lockedPackages(folder);
  const differs = asked.some(
    ([path, entry]) => installed[path] === undefined || installed[path].version !== entry.version,
  );
  return !differs && missingPackage(folder) === undefined;
}

/** Records that node_modules is complete. */
export function writeStamp(folder) {
  writeFileSync(stampFile(folder), fingerprint(folder));
}

function stampFile(folder) {
  return join(folder, 'node_modules', '.holdfast-setup');
}

function fingerprint(folder) {
  const lock = readFileSync(join(folder, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`\0${process.platform}\0${process.arch}`).digest('hex');
}

function missingPackage(folder) {
  return lockedPackages(folder).find(([path]) => !existsSync(join(folder, path, 'package.json')));
}

// Optional packages are those of other platforms; paths outside node_modules are the workspaces themselves.
function lockedPackages(folder) {
  const packages = readJson(join(folder, 'package-lock.json'))?.packages ?? {};
  return Object.entries(packages).filter(([path, entry]) => path.includes('node_modules/') && entry.optional !== true);
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
