/** `npm run fuzz`: every parser of the project under random seeds, for as long as it is told. */
import { endAll } from './engine/at-end.ts';
import { runFuzz } from './engine/run-fuzz.ts';
import { allTargets } from './targets.ts';

const code = await runFuzz(process.argv.slice(2), allTargets, (line) => console.log(line));
await endAll();
process.exit(code);
