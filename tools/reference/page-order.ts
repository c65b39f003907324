import type { OpenDoor, PublicExport } from '../docs/public-exports.ts';
import { ts, walk } from '../syntax/parse.ts';
import { groupOf, groups } from './groups.ts';

/** Which types of a page are described below a function. */
export interface Hosts {
  /** The function, by the name of the type. */
  readonly hosted: ReadonlyMap<string, string>;
}

/** Every export in the order of the page: by groups, the types that a function hosts right behind it. */
export function pageOrder({ offers }: OpenDoor, { hosted }: Hosts): readonly PublicExport[] {
  return groups
    .flatMap((group) => offers.filter((offer) => groupOf(offer) === group && !hosted.has(offer.name)))
    .flatMap((offer) => [offer, ...offers.filter(({ name }) => hosted.get(name) === offer.name)]);
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
