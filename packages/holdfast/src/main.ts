import { runCommandLine } from './command-line/command-line.ts';

// Ends here even if a library left a timer or a socket behind; what was written to a pipe or a terminal is out by then.
process.exit(await runCommandLine(process.argv.slice(2)));
