import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Violation } from '../report/violation.ts';
import type { Door, WorkspacePackage } from '../repository/packages.ts';

/** Every door of a published package whose conditions and files do not agree with each other. */
export function doorFaults(root: string, one: WorkspacePackage): readonly Violation[] {
  const manifest = `packages/${one.folder}/package.json`;
  const faults = Object.entries(one.doors).flatMap(([name, door]) =>
    faultsOf(root, one.folder, door).map((fault) => ({
      file: manifest,
      fault: `door ${name}: ${fault}`,
      mend: 'A door is source ./src/X.ts, types ./dist/X.d.ts, refusals such as "browser": null, node ./dist/node/X.js where all doors are one file for Node, default ./dist/X.js, in that order',
    })),
  );
  const commands = Object.values(one.bin)
    .filter((file) => !existsSync(join(root, 'packages', one.folder, file)))
    .map((file) => ({ file: manifest, fault: `bin ${file} does not exist`, mend: 'Add the file or remove the entry' }));
  return [...faults, ...commands, ...publishingFaults(one, manifest)];
}

function faultsOf(root: string, folder: string, door: Door): readonly string[] {
  const { source } = door;
  const room = /^\.\/src\/(.+)\.ts$/.exec(source ?? '')?.[1];
  if (room === undefined) return ['has no source under ./src'];
  const faults: string[] = [];
  if (!existsSync(join(root, 'packages', folder, 'src', `${room}.ts`))) faults.push(`${source} does not exist`);
  if (door['types'] !== `./dist/${room}.d.ts`) faults.push(`types does not lead to ./dist/${room}.d.ts`);
  if (door['default'] !== `./dist/${room}.js`) faults.push(`default does not lead to ./dist/${room}.js`);
  const node = door['node'] === undefined ? [] : ['node'];
  if (node.length > 0 && door['node'] !== `./dist/node/${room}.js`)
    faults.push(`node does not lead to ./dist/node/${room}.js`);
  // The first condition that fits is taken: types before a refusal, which is no concern of a compiler, and the default last.
  const order = Object.entries(door).map(([condition, file]) => (file === null ? 'refused' : condition));
  const right = ['source', 'types', ...order.filter((condition) => condition === 'refused'), ...node, 'default'];
  if (order.join() !== right.join()) faults.push(`conditions are in the order ${order.join(', ')}`);
  return faults;
}

function publishingFaults(one: WorkspacePackage, manifest: string): readonly Violation[] {
  const missing = ['dist', 'src'].filter((folder) => !one.files.includes(folder));
  if (Object.keys(one.bin).length > 0 && !one.files.includes('bin')) missing.push('bin');
  return missing.map((folder) => ({ file: manifest, fault: `does not publish ${folder}`, mend: 'Add it to "files"' }));
}
