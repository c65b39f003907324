import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Browsers that can be told to trust one key, and so need no change to the machine. */
const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const places: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(folder, 'Chromium', 'Application', 'chrome.exe'),
      join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]),
};

/** The program of an installed Chromium, Chrome or Edge; undefined where there is none. */
export function findBrowser(path: string = process.env['PATH'] ?? ''): string | undefined {
  const onPath = path.split(delimiter).flatMap((folder) => commands.map((command) => join(folder, command)));
  return [...onPath, ...(places[process.platform] ?? [])].find((file) => existsSync(file));
}
