import type { WorkspacePackage } from '../repository/packages.ts';

/** One way into a published package. */
export interface Door {
  /** What a guest writes behind `from`. */
  readonly specifier: string;
  /** Its source, from the root. */
  readonly entry: string;
  /** Name of its page of the reference, without folder. */
  readonly page: string;
  /** False where `package.json` keeps bundles for browsers out. */
  readonly anyRuntime: boolean;
}

/** Every door of every published package, packages in the order of the workspace. */
export function listDoors(packages: readonly WorkspacePackage[]): readonly Door[] {
  return packages
    .filter(({ isPrivate }) => !isPrivate)
    .flatMap(({ name, folder, doors }) =>
      Object.entries(doors).map(([path, { source, browser }]) => {
        const below = path.replace(/^\.\/?/, '');
        return {
          specifier: below === '' ? name : `${name}/${below}`,
          entry: `packages/${folder}/${(source ?? '').replace(/^\.\//, '')}`,
          page: `${[folder, ...(below === '' ? [] : [below])].join('-').replaceAll('/', '-')}.md`,
          anyRuntime: browser !== null,
        };
      }),
    );
}
