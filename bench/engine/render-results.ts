import type { MachineFacts } from './machine.ts';
import { renderRow } from './render-row.ts';
import type { RowResult } from './run-row.ts';

/** Writes the page of a full run. */
export function renderResults(machine: MachineFacts, results: readonly RowResult[]): string {
  const verdicts = results.flatMap((result) => result.verdicts);
  const missed = verdicts.filter(({ verdict }) => verdict === 'missed').length;
  const peers = Object.entries(machine.peers).map(([name, version]) => `${name} ${version}`);
  return `# Bench results

Written by \`npm run bench\` on ${machine.date}. Figures are medians over rounds in which every contestant ran once, in rotating order; ± is half
the distance between the quartiles; × is the speed against the first line of the row, as the median of the ratios within each round. Absolute
figures move from machine to machine; ratios within one run are what counts.

* Machine: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}
* Node ${machine.node}, OpenSSL ${machine.openssl}
* ${peers.join(', ')}
* ${verdicts.length} targets, ${missed === 0 ? 'all met' : `${missed} missed`}

${results.map((result) => `\`\`\`text\n${renderRow(result)}\n\`\`\``).join('\n\n')}
`;
}
