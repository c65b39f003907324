import type { OpenDoor } from '../docs/public-exports.ts';
import { ts, walk } from '../syntax/parse.ts';

/** Which types of a page are described below a function. */
export interface Hosts {
  /** The function, by the name of the type. */
  readonly hosted: ReadonlyMap<string, string>;
}

/** Options that exactly one function of a door takes belong to that function. */
export function hostedTypes({ offers }: OpenDoor): Hosts {
  const takers = offers.flatMap(({ name, declarations }) =>
    declarations
      .filter(ts.isFunctionDeclaration)
      .flatMap((declaration) => optionNames(declaration).map((type) => ({ type, name }))),
  );
  const types = [...new Set(takers.map(({ type }) => type))];
  const lone = types.flatMap((type) => {
    const [first, ...others] = takers.filter((taker) => taker.type === type);
    return first === undefined || others.length > 0 ? [] : [[type, first.name] as const];
  });
  const offered = new Set(offers.map(({ name }) => name));
  return { hosted: new Map(lone.filter(([type]) => offered.has(type))) };
}

function optionNames({ parameters }: ts.FunctionDeclaration): readonly string[] {
  const names: string[] = [];
  for (const { type } of parameters) {
    if (type !== undefined && ts.isTypeReferenceNode(type)) names.push(type.typeName.getText());
    if (type !== undefined) walk(type, (node) => ts.isTypeReferenceNode(node) && names.push(node.typeName.getText()));
  }
  return names.filter((name) => /(?:Options|Requirements)$/.test(name));
}
