// The generated parts of docs/: run `node --conditions=source packages/authority/test/docs/write-pages.ts` after a change.
import { readFileSync, writeFileSync } from 'node:fs';
import { type AadstsRow, aadsts, authorizeStepNames, directorySchema, tokenStepNames } from '@holdfast/authority';
import { type IdentityRefusal, identityRefusals } from '../../src/errors/identity-refusals.ts';

type Schema = Readonly<Record<string, unknown>>;

/** A page with the regions that are made from the code. */
export interface Page {
  readonly file: URL;
  readonly regions: Readonly<Record<string, string>>;
}

const docs = new URL('../../../../docs/', import.meta.url);

/** The JSON Schema file that editors use. */
export const schemaFile: URL = new URL('../../schema/holdfast.schema.json', import.meta.url);

export function schemaText(): string {
  return `${JSON.stringify(directorySchema, undefined, 2)}\n`;
}

export const pages: readonly Page[] = [
  { file: new URL('configuration.md', docs), regions: { fields: fieldTables() } },
  { file: new URL('identity-endpoints.md', docs), regions: { refusals: refusalTable() } },
  {
    file: new URL('aadsts.md', docs),
    regions: { rows: aadstsTable(), steps: stepList(tokenStepNames), 'authorize steps': stepList(authorizeStepNames) },
  },
];

export function readPage(page: Page): string {
  return readFileSync(page.file, 'utf8');
}

/** The page with its regions made anew. */
export function renderPage(page: Page): string {
  return Object.entries(page.regions).reduce((text, [name, content]) => {
    const [start, end] = [`<!-- made from the code: ${name} -->`, `<!-- end of ${name} -->`];
    const [before, rest] = text.split(start);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined) throw new Error(`${page.file.pathname} has no region ${name}`);
    return `${before}${start}\n\n${content}\n\n${end}${after}`;
  }, readPage(page));
}

export function writePages(): void {
  for (const page of pages) writeFileSync(page.file, renderPage(page));
  writeFileSync(schemaFile, schemaText());
}

function aadstsTable(): string {
  const rows = Object.entries<AadstsRow>(aadsts).map(
    ([reason, { code, error, status, text, mend, isBare }]) =>
      `| ${isBare === true ? `(${code})` : code} | \`${reason}\` | \`${error}\` | ${status} | ${text.replaceAll('{name}', '…')} | ${mend} |`,
  );
  return [
    '| AADSTS | reason | error | status | what the client reads | mend |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function refusalTable(): string {
  const rows = Object.entries<IdentityRefusal>(identityRefusals).map(
    ([reason, { status, error, text, mend }]) =>
      `| \`${reason}\` | ${status} | \`${error}\` | ${text.replaceAll('{name}', '…')} | ${mend} |`,
  );
  return [
    '| reason | status | `error` of IMDS | what the client reads | mend |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function stepList(names: readonly string[]): string {
  return names.map((name, index) => `${index + 1}. \`${name}\``).join('\n');
}

function fieldTables(): string {
  const tables: string[] = [];
  collectTables('The file', directorySchema as Schema, tables);
  return tables.join('\n\n');
}

function collectTables(title: string, schema: Schema, tables: string[]): void {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  const rows = properties.map(
    ([name, field]) => `| \`${name}\` | ${typeOf(field)} | ${String(field['description'])} |`,
  );
  tables.push([`### ${title}`, '', '| field | value | meaning |', '|---|---|---|', ...rows].join('\n'));
  for (const [name, field] of properties) {
    const inner = [
      field,
      field['additionalProperties'] as Schema | undefined,
      field['items'] as Schema | undefined,
    ].find((part) => part?.['properties'] !== undefined);
    if (inner !== undefined) collectTables(titleOf(name), inner, tables);
  }
}

function titleOf(name: string): string {
  const titles: Readonly<Record<string, string>> = {
    tenants: 'A tenant',
    applications: 'An application',
    certificates: 'A certificate of an application',
    api: 'The API of an application',
    identities: 'A managed identity',
    users: 'A user',
    resources: 'A resource',
  };
  return titles[name] ?? name;
}

function typeOf(schema: Schema): string {
  if (Array.isArray(schema['enum'])) return schema['enum'].map((word) => `\`${String(word)}\``).join(', ');
  if (schema['type'] === 'integer') return `${String(schema['minimum'])} to ${String(schema['maximum'])}`;
  if (schema['type'] === 'array') return 'list';
  return schema['type'] === 'string' ? 'text' : 'mapping';
}
