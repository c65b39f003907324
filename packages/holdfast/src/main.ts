import { runCommandLine } from './command-line/command-line.ts';
import { exitCodes } from './errors/exit-codes.ts';

// bin/holdfast.mjs holds the other end of this channel. When that process is killed outright, nobody could stop this one any more.
process.once('disconnect', () => process.exit(exitCodes.refused));
// Whoever read the one line of `up --json` may have gone away; that is no reason to stop serving.
process.stdout.on('error', () => undefined);
// Ends here even if a library left a timer or a socket behind; what was written to a pipe or a terminal is out by then.
process.exit(await runCommandLine(process.argv.slice(2)));
