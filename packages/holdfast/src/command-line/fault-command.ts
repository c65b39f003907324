import type { FaultService } from '@holdfast/authority';
import { type Command, InvalidArgumentError } from 'commander';
import type { AdminDoorFlags } from '../admin-door/find-admin-door.ts';
import type { FaultFlags } from '../fault/build-fault.ts';
import { type FaultPreset, faultPresets, faultServices } from '../fault/fault-names.ts';
import { addAdminOptions } from './admin-options.ts';
import { collect } from './ask-options.ts';
import type { Finish } from './finish.ts';

const afterHelp = `
A preset hits requests for tokens, and flags change it; without one, flags say
all. invalid-client and attestation-… refuse certificates of managed identities,
at the mTLS endpoint of the STS, or at imds where they are issued. The first
fault that fits a request hits it. Exit code: 0 when it is done, 1 when the
admin service says no, 2 for a mistake in the command line.

  holdfast fault imds throttled --retry-after 3 --times 2
  holdfast fault app-service identity-not-found
  holdfast fault mits reset --times 1
  holdfast fault sts attestation-jku --times 1
  holdfast fault imds gone --path /issuecredential --times 3
  holdfast fault sts --status 500 --path /discovery/v2.0/keys
  holdfast fault --from fault.json
  holdfast fault clear
`;

/** Adds `holdfast fault`. */
export function addFaultCommand(program: Command, finish: Finish): void {
  const command = program
    .command('fault')
    .description('make a service of a running holdfast up fail as the platform does')
    .argument('[service]', `${faultServices.join(', ')}; or clear, to take all faults away`, parseService)
    .argument('[preset]', faultPresets.join(', '), parsePreset)
    .optionsGroup('What goes wrong:')
    .option('--status <number>', 'answer with this status', parseWhole)
    .option('-H, --header <line>', 'with this header, Name: value (repeatable)', collect)
    .option('--body <file>', 'with the contents of a file, or of stdin with -')
    .option('--retry-after <seconds>', 'with this Retry-After', parseWhole)
    .option('--delay <milliseconds>', 'wait before anything else', parseWhole)
    .option('--reset', 'cut the connection instead')
    .option('--from <file>', 'a whole fault as JSON (docs/admin-api.md), from a file or from stdin with -')
    .optionsGroup('For which requests (else all):')
    .option('--path <end>', 'those whose path ends like this')
    .option('--method <method>', 'those with this method')
    .option('--times <number>', 'so many of them, else until holdfast fault clear', parseWhole)
    .optionsGroup('Options:')
    .option('--json', 'one JSON object on stdout');
  addAdminOptions(command)
    .addHelpText('after', afterHelp)
    .action(async (target: Target | undefined, preset: FaultPreset | undefined, flags: Flags) => {
      const { data, admin, adminKeyFile, json = false, ...fault } = flags;
      const { runFault } = await import('../fault/run-fault.ts');
      const service = target === 'clear' ? undefined : target;
      finish(
        await runFault({
          door: { data, admin, adminKeyFile },
          json,
          clears: target === 'clear',
          fault: { ...fault, service, preset },
        }),
      );
    });
}

type Target = FaultService | 'clear';
type Flags = Omit<FaultFlags, 'service' | 'preset'> & AdminDoorFlags & { readonly json?: boolean };

function parseService(name: string): Target {
  const found = (['clear', ...faultServices] as const).find((one) => one === name);
  if (found === undefined) throw new InvalidArgumentError(`Choose one of ${faultServices.join(', ')}, or clear.`);
  return found;
}

function parsePreset(name: string): FaultPreset {
  const found = faultPresets.find((one) => one === name);
  if (found === undefined) throw new InvalidArgumentError(`Choose one of ${faultPresets.join(', ')}.`);
  return found;
}

function parseWhole(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}
