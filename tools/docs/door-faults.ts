import type { Violation } from '../report/violation.ts';
import { tagTexts } from './docstring.ts';
import { doorDocstring } from './door-docstring.ts';
import type { OpenDoor } from './public-exports.ts';

/** Doors that offer something and do not say what they are for, or how to come in. */
export function doorDocFaults(open: OpenDoor): readonly Violation[] {
  const { door, offers } = open;
  if (offers.length === 0) return [];
  const docstring = doorDocstring(open);
  const place = { file: door.entry, line: 1 };
  if (docstring.text === '') {
    const mend = 'Begin the file with a docstring that has @packageDocumentation';
    return [{ ...place, fault: `the door ${door.specifier} does not say what it is for`, mend }];
  }
  if (tagTexts(docstring, 'example').some((text) => text.includes(`from '${door.specifier}'`))) return [];
  return [
    {
      ...place,
      fault: `the door ${door.specifier} does not show how to come in`,
      mend: 'Add an @example that imports from it',
    },
  ];
}
