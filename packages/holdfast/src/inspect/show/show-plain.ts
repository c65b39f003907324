import type { JsonValue } from '@holdfast/core';
import { toPrintable } from '../../terminal/printable.ts';
import type { Style } from '../../terminal/style.ts';
import { shorten, wrap } from '../../terminal/wrap.ts';
import { type Explanation, flatten, type Member } from '../facts/explanation.ts';
import type { Finding, Severity } from '../facts/finding.ts';

/** What a report for people is fitted into. */
export interface Page {
  readonly columns: number;
  readonly style: Style;
}

const longestValue = 160;
const longestName = 60;
const widestName = 22;

/** Writes an explanation for people: what it is, its members in words, and last what is wrong with it. */
export function showPlain(explanation: Explanation, page: Page): string {
  const all = flatten(explanation);
  const lines = all.flatMap((one) => [...showMembers(one, page), '']);
  return `${[...lines, ...showFindings(all, page)].join('\n')}\n`;
}

function showMembers({ title, members }: Explanation, page: Page): readonly string[] {
  const { style } = page;
  const width = Math.min(widestName, Math.max(0, ...members.map(({ name }) => toPrintable(name).length)));
  const parts = [...new Set(members.map(({ part }) => part))];
  return [
    style.title(toPrintable(title)),
    ...parts.flatMap((part) => {
      const own = members.filter((member) => member.part === part);
      // A heading over one line that says the same would only be repeated.
      const hasHeading = parts.length > 1 && !own.every(({ name }) => name === part);
      return [
        ...(hasHeading ? [`  ${style.quiet(toPrintable(part))}`] : []),
        ...own.flatMap((member) => showMember(member, width, page)),
      ];
    }),
  ];
}

function showMember({ name, value, says }: Member, width: number, { columns, style }: Page): readonly string[] {
  // Cut first: a cut through a character leaves a half that must not get out.
  const shownName = toPrintable(shorten(name, longestName));
  const indent = 4 + width + 2;
  const shown = toPrintable(shorten(writeValue(value), longestValue));
  const words = says === undefined ? '' : toPrintable(says);
  const [first = '', ...rest] = wrap(shown, Math.max(20, columns - indent));
  const margin = ' '.repeat(indent);
  // A name that is wider than its column has a line of its own.
  const isWide = shownName.length > width;
  const head = isWide ? `${margin}${first}` : `    ${shownName.padEnd(width)}  ${first}`;
  const fits = rest.length === 0 && words !== '' && head.length + 2 + words.length <= columns;
  const below = fits || words === '' ? [] : wrap(words, Math.max(20, columns - indent));
  return [
    ...(isWide ? [`    ${shownName}`] : []),
    fits ? `${head}  ${style.quiet(words)}` : head,
    ...rest.map((line) => `${margin}${line}`),
    ...below.map((line) => `${margin}${style.quiet(line)}`),
  ];
}

function writeValue(value: JsonValue): string {
  if (typeof value === 'string' && value !== '') return value;
  // With blanks, at which a line can be broken.
  return JSON.stringify(value, null, 1).replace(/\n */g, ' ');
}

const order: readonly Severity[] = ['error', 'warning', 'note'];
const marks: Readonly<Record<Severity, string>> = { error: '✗', warning: '!', note: '·' };

function showFindings(all: readonly Explanation[], { columns, style }: Page): readonly string[] {
  const paint: Readonly<Record<Severity, (text: string) => string>> = {
    error: style.bad,
    warning: style.doubtful,
    note: style.quiet,
  };
  const findings = all.flatMap(({ title, findings: own }) => own.map((one) => ({ ...one, title })));
  const sorted = order.flatMap((severity) => findings.filter((one) => one.severity === severity));
  const margin = ' '.repeat(4);
  const lines = sorted.flatMap((one) => {
    const [first = '', ...rest] = wrap(`${toPrintable(one.message)}.`, columns - 4);
    return [
      `  ${paint[one.severity](marks[one.severity])} ${first}`,
      ...rest.map((line) => `${margin}${line}`),
      ...wrap(toPrintable(one.mend), columns - 4).map((line) => `${margin}${style.quiet(line)}`),
      `${margin}${style.quiet(one.code)}${all.length > 1 ? style.quiet(`, in: ${toPrintable(one.title)}`) : ''}`,
    ];
  });
  return [verdictLine(findings, style), ...lines];
}

function verdictLine(findings: readonly Finding[], style: Style): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return style.bad(errors === 1 ? 'One thing is wrong' : `${errors} things are wrong`);
  const isDoubtful = findings.some(({ severity }) => severity === 'warning');
  return isDoubtful ? style.doubtful('Nothing is wrong, and something is given up') : style.good('Nothing is wrong');
}
