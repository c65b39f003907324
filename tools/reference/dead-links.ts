import { posix } from 'node:path';
import { anchorOf } from './anchors.ts';

/** A link of a page that leads to no page, or to no heading of one. */
export interface DeadLink {
  readonly file: string;
  readonly target: string;
}

/**
 * Links between pages that lead nowhere.
 *
 * Not checked: addresses of other hosts, and files that are not among the pages.
 *
 * @param pages - Markdown by file, from the root
 */
export function deadLinks(pages: ReadonlyMap<string, string>): readonly DeadLink[] {
  const anchors = new Map([...pages].map(([file, text]) => [file, headingAnchors(text)]));
  return [...pages].flatMap(([file, text]) =>
    [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const known = anchors.get(path === '' ? file : posix.join(posix.dirname(file), path));
        return known !== undefined && anchor !== undefined && !known.has(anchor);
      })
      .map((target) => ({ file, target })),
  );
}

// As renderers number them: the second heading of one name ends in -1.
function headingAnchors(text: string): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const found = new Set<string>();
  for (const [, heading = ''] of withoutCode(text).matchAll(/^#+ (.*)$/gm)) {
    const anchor = anchorOf(heading);
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    found.add(count === 0 ? anchor : `${anchor}-${count}`);
  }
  return found;
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}
