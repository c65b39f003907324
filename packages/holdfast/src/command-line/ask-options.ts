import type { JwsAlgorithm } from '@holdfast/core';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Adds the flags that say where the authority is. */
export function addAuthorityOptions(command: Command): Command {
  return command
    .optionsGroup('Where the authority is (else AZURE_* variables, else .holdfast/env):')
    .option('--env-file <file>', 'the env file that holdfast up writes')
    .option('--data <dir>', 'the data directory of holdfast up')
    .option('--authority <url>', 'https://host/tenant; nothing is taken from the environment then')
    .option('--tenant <tenant>', 'tenant, as a GUID or a domain')
    .option('--ca <file>', 'trust this CA (PEM) and no other');
}

/** Adds the flags that say which application acts, and how it authenticates. */
export function addClientOptions(command: Command): Command {
  return addAuthorityOptions(command)
    .optionsGroup('Which application acts:')
    .option('--client-id <id>', 'application (client) id')
    .option('--client-secret-file <file>', 'read its secret from a file, or from stdin with -')
    .option('--cert <file>', 'authenticate with a certificate (PEM)')
    .option('--cert-key <file>', 'and its private key (PEM)')
    .option('--pfx <file>', 'or a certificate with its key in one PFX file')
    .option('--pfx-password-file <file>', 'read its password from a file, or from stdin with -');
}

/** Adds the flags that say which token is asked for. */
export function addTokenOptions(command: Command): Command {
  return command
    .optionsGroup('Which token:')
    .option('--scope <scope>', 'for example api://orders/.default (repeatable)', collect)
    .option('--scheme <scheme>', 'pop, mtls_pop or bearer; what was to be bound never comes back as bearer', 'pop')
    .option('--key <file>', 'private key (PEM) that the token is bound to; with mtls_pop the one of --cert')
    .option('--new-key', 'make the key file, readable by you only')
    .addOption(
      new Option('--alg <alg>', 'of a new key, or of an RSA key: ES256, RS256 or PS256').argParser(parseAlgorithm),
    )
    .addOption(
      new Option('--confirmation <form>', 'bind by thumbprint (kid, the default) or by the whole key (jwk)').choices([
        'kid',
        'jwk',
      ]),
    )
    .option('--capability <name>', 'client capability, for example cp1 (repeatable)', collect)
    .option('--max-time <seconds>', 'give up after this long', parseSeconds, 30);
}

/** Collects a flag that may be repeated. */
export function collect(value: string, collected: readonly string[] = []): readonly string[] {
  return [...collected, value];
}

function parseAlgorithm(name: string): JwsAlgorithm {
  if (name === 'ES256' || name === 'RS256' || name === 'PS256') return name;
  throw new InvalidArgumentError('Choose ES256, RS256 or PS256.');
}

function parseSeconds(text: string): number {
  const value = Number(text);
  if (!/^[0-9]{1,4}$/.test(text) || value < 1)
    throw new InvalidArgumentError('Give a number of seconds from 1 to 9999.');
  return value;
}
