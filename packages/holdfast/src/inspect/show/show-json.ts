import { toPrintableJson } from '../../terminal/printable.ts';
import { type Explanation, flatten } from '../facts/explanation.ts';

/** Writes an explanation for programs: one line. Findings of what stands inside are among the findings, with `where`. */
export function showJson(explanation: Explanation): string {
  const findings = flatten(explanation).flatMap(({ kind, findings: own }) =>
    own.map((one) => ({ ...one, where: kind })),
  );
  return `${toPrintableJson({ ...withoutFindings(explanation), findings })}\n`;
}

function withoutFindings({ kind, title, members, inside }: Explanation): Readonly<Record<string, unknown>> {
  return { kind, title, members, ...(inside.length === 0 ? {} : { inside: inside.map(withoutFindings) }) };
}
