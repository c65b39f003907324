/** `npm run bench`: what Holdfast costs, measured beside those who do the same, in one run. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMachine, root } from './engine/machine.ts';
import { renderResults } from './engine/render-results.ts';
import { runBench } from './engine/run-bench.ts';
import { allRows } from './rows.ts';

const machine = readMachine();
console.log(`${machine.processor}, ${machine.cores} cores, Node ${machine.node}, ${machine.date}\n`);
const code = await runBench(process.argv.slice(2), allRows, {
  say: (line) => console.log(line),
  keep: (results) => writeFileSync(join(root, 'bench', 'results.md'), renderResults(machine, results)),
});
// Peers leave timers and sockets behind.
process.exit(code);
