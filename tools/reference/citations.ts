/**
 * Links the specifications that a text cites: `RFC 7800 section 3`, several sections joined by commas and `and`, drafts, OpenID Connect.
 *
 * Not checked: that the section exists.
 */
export function linkCitations(text: string): string {
  return text
    .replace(rfc, (_cited, name: string, sections: string = '') =>
      linkSections(name, sections, `https://www.rfc-editor.org/rfc/${name.replace(' ', '').toLowerCase()}`),
    )
    .replace(draft, (_cited, name: string, sections: string = '') =>
      linkSections(name, sections, `https://datatracker.ietf.org/doc/html/${name}`),
    )
    .replace(
      openid,
      (cited: string, part: string) =>
        `[${cited}](https://openid.net/specs/openid-connect-${part.toLowerCase()}-1_0.html)`,
    );
}

const sections = String.raw`((?:,? sections? \d+(?:\.\d+)*(?:(?:, and|,| and) \d+(?:\.\d+)*)*)?)`;
const rfc = new RegExp(String.raw`\b(RFC \d{3,5})${sections}`, 'g');
const draft = new RegExp(String.raw`\b(draft-[a-z0-9-]*[a-z0-9])${sections}`, 'g');
const openid = /\bOpenID Connect (Core|Discovery)(?: 1\.0)?(?: section \d+(?:\.\d+)*)?/g;

// The first section shares the link with the name of its document; each of the others is a link of its own.
function linkSections(name: string, cited: string, page: string): string {
  const [words = '', first, ...rest] = cited.split(/(\d+(?:\.\d+)*)/);
  if (first === undefined) return `[${name}](${page})`;
  const others = rest.map((part) => (/^\d/.test(part) ? `[${part}](${page}#section-${part})` : part));
  return `[${name}${words}${first}](${page}#section-${first})${others.join('')}`;
}
