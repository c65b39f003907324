import { publicPackages } from '../tarballs/build-copy.ts';

/** A door of a published package. */
export interface PackedDoor {
  /** What an import of it names, `@holdfast/node/redis`. */
  readonly specifier: string;
  readonly inNode: boolean;
  readonly inBrowsers: boolean;
}

/** Every door of every package, and where it opens. */
export const doors: readonly PackedDoor[] = publicPackages.flatMap(({ name, doors }) =>
  Object.entries(doors).map(([door, conditions]) => ({
    specifier: name + door.slice(1),
    inNode: conditions['node'] !== null,
    inBrowsers: conditions['browser'] !== null,
  })),
);
