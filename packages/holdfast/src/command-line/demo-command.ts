import { type Command, InvalidArgumentError, Option } from 'commander';
import { findWeakness, type Weakness, weaknesses } from '../demo/weaknesses.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import type { Finish } from './finish.ts';

/** Adds `holdfast demo`. */
export function addDemoCommand(program: Command, finish: Finish): void {
  program
    .command('demo')
    .description('play every flow on a private authority, then every attack on it')
    .option('--json', 'one JSON line per act', false)
    .addOption(
      new Option('--weaken <defence>', `leave one defence out and see the thief get through: ${names()}`).argParser(
        parseWeakness,
      ),
    )
    .action(async (flags: DemoFlags) => finish(await playDemo(flags)));
}

interface DemoFlags {
  readonly json: boolean;
  readonly weaken?: Weakness;
}

async function playDemo({ json, weaken }: DemoFlags): Promise<number> {
  const { runDemo } = await import('../demo/run-demo.ts');
  try {
    const failed = await runDemo({ json, weakness: weaken });
    for (const act of failed) {
      const says = act.kind === 'attack' ? `the attack ${act.act} got through` : `the flow ${act.act} failed`;
      process.stderr.write(`holdfast demo: ${says}${act.code === undefined ? '' : ` (${act.code})`}.\n`);
    }
    return failed.length === 0 ? exitCodes.ok : exitCodes.refused;
  } catch (error) {
    const { reportFailure } = await import('../up/report-failure.ts');
    return reportFailure(error, { command: 'holdfast demo', json });
  }
}

function names(): string {
  return weaknesses.map((weakness) => weakness.name).join(', ');
}

function parseWeakness(name: string): Weakness {
  const weakness = findWeakness(name);
  if (weakness === undefined) throw new InvalidArgumentError(`Choose one of ${names()}.`);
  return weakness;
}
