import type { Command } from 'commander';

/** Adds the flags that say which running `holdfast up` is meant. */
export function addAdminOptions(command: Command): Command {
  return command
    .optionsGroup('Which holdfast up (else the one of .holdfast):')
    .option('--data <dir>', 'its data directory')
    .option('--admin <url>', 'the address of its admin service, with --admin-key-file')
    .option('--admin-key-file <file>', 'read the admin key from a file, or from stdin with -');
}
