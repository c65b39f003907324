import { readText } from '../repository/files.ts';

/** The plan of one package: its own floor, and the floor of every room inside it. */
export interface PackagePlan {
  readonly floor: number;
  /** `any`: no `node:` module anywhere. `node`: allowed. A list: allowed in these rooms and files only. */
  readonly node: 'any' | 'node' | readonly string[];
  /** Folder or root file, from `src`, to its floor. index.ts stands above all of them. */
  readonly rooms: Readonly<Record<string, number>>;
}

/** How many files and lines somebody reads to know all that an entry does. */
export interface ClosureBudget {
  readonly entry: string;
  readonly files: number;
  readonly lines: number;
}

/** floors.json: who stands above whom, and the few places that may do what the rest may not. */
export interface FloorPlan {
  readonly packages: Readonly<Record<string, PackagePlan>>;
  readonly bannedNames: readonly string[];
  readonly mayReadEnvironment: readonly string[];
  /** Where others say `new`: names of a library that a door has. */
  readonly mayDeclareClass: readonly string[];
  readonly mayNameCorrelationId: readonly string[];
  readonly ports: readonly string[];
  readonly closures: readonly ClosureBudget[];
}

/** Reads floors.json at the root. */
export function readFloorPlan(root: string): FloorPlan {
  return JSON.parse(readText(root, 'floors.json')) as FloorPlan;
}

/** Where a source file stands. */
export interface Place {
  /** Folder of its package under `packages`. */
  readonly packageFolder: string;
  /** Folder inside `src`, or the file's own name when it lies at the root of `src`. */
  readonly room: string;
  readonly isIndex: boolean;
}

/** Finds the package and the room of a file given from the root; undefined outside of `packages/<name>/src`. */
export function placeOf(file: string): Place | undefined {
  const found = /^packages\/([^/]+)\/src\/(.+)$/.exec(file);
  const [, packageFolder, path] = found ?? [];
  if (packageFolder === undefined || path === undefined) return undefined;
  const room = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : path;
  return { packageFolder, room, isIndex: path === 'index.ts' };
}
