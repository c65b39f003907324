import type { Violation } from '../report/violation.ts';
import { readText } from '../repository/files.ts';
import type { WorkspacePackage } from '../repository/packages.ts';

interface BuildSettings {
  readonly references?: readonly { readonly path: string }[];
}

/** Where package.json, the compiler's references and the one fixed version disagree. */
export function linkFaults(root: string, packages: readonly WorkspacePackage[]): readonly Violation[] {
  const published = packages.filter(({ isPrivate }) => !isPrivate);
  const built = references(root, 'tsconfig.json').map((path) => path.replace('packages/', ''));
  const unbuilt = published
    .filter(({ folder }) => !built.includes(folder))
    .map(({ folder }) => fault('tsconfig.json', `does not build packages/${folder}`, 'Add it to "references"'));
  return [...unbuilt, ...published.flatMap((one) => linkFaultsOf(root, one, packages))];
}

function linkFaultsOf(
  root: string,
  one: WorkspacePackage,
  packages: readonly WorkspacePackage[],
): readonly Violation[] {
  const neighbours = packages.filter(({ name }) => one.dependencies[name] !== undefined);
  const wrongVersion = neighbours
    .filter(({ name, version }) => one.dependencies[name] !== version)
    .map(({ name, version }) =>
      fault(
        `packages/${one.folder}/package.json`,
        `asks for another ${name} than ${version}`,
        'All packages have one version',
      ),
    );
  const settings = `packages/${one.folder}/tsconfig.json`;
  const referenced = references(root, settings).map((path) => path.replace('../', ''));
  const unreferenced = neighbours
    .filter(({ folder }) => !referenced.includes(folder))
    .map(({ folder }) => fault(settings, `does not refer to ../${folder}, a dependency`, 'Add it to "references"'));
  const undeclared = referenced
    .filter((folder) => !neighbours.some((neighbour) => neighbour.folder === folder))
    .map((folder) =>
      fault(settings, `refers to ../${folder}, which is no dependency`, 'Remove it or declare the dependency'),
    );
  return [...wrongVersion, ...unreferenced, ...undeclared];
}

function references(root: string, file: string): readonly string[] {
  const settings = JSON.parse(readText(root, file)) as BuildSettings;
  return (settings.references ?? []).map(({ path }) => path);
}

function fault(file: string, text: string, mend: string): Violation {
  return { file, fault: text, mend };
}
