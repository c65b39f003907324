import type { PackageCatalog } from './catalogs.ts';

/** The page that lists every code, built from the catalogues. */
export function buildErrorsPage(catalogs: readonly PackageCatalog[]): string {
  const sections = catalogs.map(({ owner, entries }) => {
    const codes = entries.map(({ code, meaning, mend }) => `### ${code}\n\n${meaning}. ${mend}\n`);
    return [`## ${owner.name}\n`, ...codes].join('\n');
  });
  return [introduction, ...sections].join('\n');
}

const introduction = `<!-- Generated from packages/*/src/errors/catalog*.ts: node --conditions=source tools/check-errors.ts --write -->

# Errors

Every error that Holdfast throws for bad input, refusal or failure is a \`HoldfastError\`. Branch on its \`code\`: codes are stable,
messages are for people. A message never carries a token, a key, a nonce or any other value from outside. Misuse by the
programmer, such as a wrong option, is a \`TypeError\` and has no code.
`;
