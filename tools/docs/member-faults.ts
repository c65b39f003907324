import { placeOf } from '../report/place-of.ts';
import type { Violation } from '../report/violation.ts';
import { type DescribedNode, describedNodes } from './described-nodes.ts';
import { tagTexts } from './docstring.ts';
import type { PublicExport } from './public-exports.ts';

/** Members and arms that say nothing, and options that may be left out and do not say what happens then. */
export function memberFaults(root: string, exported: PublicExport): readonly Violation[] {
  const nodes = describedNodes(exported);
  const isOptions = /(?:Options|Requirements|Configuration)$/.test(exported.name);
  return [
    ...nodes
      .filter(({ docstring }) => docstring.text === '')
      .map((one) =>
        faultOf(root, one, { fault: 'says nothing', mend: 'Say in one sentence what it means, with its unit' }),
      ),
    ...nodes
      .filter((one) => isOptions && one.isOptional && one.docstring.text !== '' && !hasDefault(one))
      .map((one) => faultOf(root, one, { fault: 'may be left out', mend: 'Say with @default what counts then' })),
  ];
}

function hasDefault({ docstring }: DescribedNode): boolean {
  return tagTexts(docstring, 'default').some((text) => text !== '');
}

function faultOf(
  root: string,
  { title, node }: DescribedNode,
  { fault, mend }: { readonly fault: string; readonly mend: string },
): Violation {
  return { ...placeOf(root, node), fault: `${title} ${fault}`, mend };
}
