import type { CatalogEntry, PackageCatalog } from './catalogs.ts';

/** The page that lists every code, built from the catalogues. */
export function buildErrorsPage(catalogs: readonly PackageCatalog[]): string {
  const sections = catalogs.map(({ owner, entries }) => {
    const codes = entries.map((entry) => `### ${entry.code}\n\n${textOf(entry)}\n`);
    return [`## ${owner.name}\n`, ...codes].join('\n');
  });
  return [introduction, ...sections].join('\n');
}

function textOf({ meaning, mend, status }: CatalogEntry): string {
  const answer = status === undefined ? '' : ` Answered with ${status}.`;
  return `${meaning}.${answer} ${mend}`;
}

const introduction = `<!-- Generated from packages/*/src/errors/catalog*.ts: node --conditions=source tools/check-errors.ts --write -->

# Errors

Every error that Holdfast throws for bad input, refusal or failure is a \`HoldfastError\`. Branch on its \`code\`: codes are stable,
messages are for people. A message says what is wrong and how to mend it; in brackets it may name a member, a number, a fixed word or a
file of yours, and never a token, a key, a nonce or any other text that came over the network. Misuse by the programmer, such as a wrong
option, is a \`TypeError\` and has no code.

Where an API answers a request with the code, the page names the HTTP status. The refusals of the development authority's token endpoint
have numbers of their own: [aadsts.md](aadsts.md).
`;
