import { existsSync } from 'node:fs';
import { type ManagedIdentitySourceName, ManagedIdentityUnusable } from '../errors/managed-identity-errors.ts';
import { describeAppService } from './appservice.ts';
import { describeServiceFabric } from './fabric.ts';
import { describeImds } from './imds.ts';
import type { SourceDescription, SourceFacts } from './source-description.ts';

/** Variables of an environment, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a source is looked for. */
export interface Surroundings {
  /** Variables. @default those of this process */
  readonly environment?: Environment | undefined;
  /** Tells whether a file is there. @default the file system of this machine */
  readonly hasFile?: ((path: string) => boolean) | undefined;
}

/** A row of the table that the environment fits. */
export interface DetectedSource {
  readonly name: ManagedIdentitySourceName;
  /** Reads a variable; the empty text when it is not set. */
  readonly read: SourceFacts['read'];
  /** Absent for a source that is recognised and not offered yet. */
  readonly describe?: ((facts: SourceFacts) => SourceDescription) | undefined;
}

interface Row {
  readonly name: ManagedIdentitySourceName;
  /** Variables that must all be set. */
  readonly variables: readonly string[];
  readonly describe?: DetectedSource['describe'];
}

// The order is MSAL's: the first row whose variables are all set is the source. A row without `describe` has its room here, and is refused.
const named: readonly Row[] = [
  {
    name: 'service-fabric',
    variables: ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'IDENTITY_SERVER_THUMBPRINT'],
    describe: describeServiceFabric,
  },
  { name: 'app-service', variables: ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER'], describe: describeAppService },
  { name: 'machine-learning', variables: ['MSI_ENDPOINT', 'MSI_SECRET'] },
  { name: 'cloud-shell', variables: ['MSI_ENDPOINT'] },
  { name: 'azure-arc', variables: ['IDENTITY_ENDPOINT', 'IMDS_ENDPOINT'] },
];

const knownVariables: ReadonlySet<string> = new Set([
  ...named.flatMap(({ variables }) => variables),
  'AZURE_POD_IDENTITY_AUTHORITY_HOST',
]);

/**
 * Finds the source that the environment names; IMDS where it names none. Reads the environment anew each time, and sends nothing.
 *
 * @throws {@link ManagedIdentityUnusable} `ERR_MANAGED_IDENTITY_ENVIRONMENT` when it names one by halves, or in other letters
 */
export function detectSource({ environment = process.env, hasFile = existsSync }: Surroundings): DetectedSource {
  const read = (variable: string): string => environment[variable] ?? '';
  const isSet = (variable: string): boolean => read(variable) !== '';
  const misspelt = findMisspelt(environment, isSet);
  if (misspelt.length > 0) throw incomplete(misspelt);
  const row = named.find(({ variables }) => variables.every(isSet));
  // A thumbprint that was cleared must not turn a pinned server into one that is trusted without.
  if (row?.name === 'app-service' && environment['IDENTITY_SERVER_THUMBPRINT'] !== undefined) {
    throw incomplete(['IDENTITY_SERVER_THUMBPRINT']);
  }
  if (row !== undefined) return { ...row, read };
  const leftOver = [...new Set(named.flatMap(({ variables }) => variables))].filter(isSet);
  if (leftOver.length > 0) throw incomplete(leftOver);
  if (arcAgents(read).some(hasFile)) return { name: 'azure-arc', read };
  return { name: 'imds', read, describe: describeImds };
}

/**
 * Names that are written otherwise: passed over, they would be a pin that is not compared, or the identity of the machine in the place of the
 * application's. On Windows `process.env` finds them all the same; a copy of it does not.
 */
function findMisspelt(environment: Environment, isSet: (variable: string) => boolean): readonly string[] {
  const meant = Object.keys(environment)
    .filter((name) => !knownVariables.has(name) && (environment[name] ?? '') !== '')
    .map((name) => name.trim().toUpperCase());
  return [...new Set(meant)].filter((name) => knownVariables.has(name) && !isSet(name));
}

// The agent of Azure Arc sets no variables for programs that were started before it.
function arcAgents(read: SourceFacts['read']): readonly string[] {
  const programFiles = read('ProgramFiles');
  const onWindows = programFiles === '' ? [] : [`${programFiles}\\AzureConnectedMachineAgent\\himds.exe`];
  return ['/opt/azcmagent/bin/himds', ...onWindows];
}

function incomplete(variables: readonly string[]): ManagedIdentityUnusable {
  return new ManagedIdentityUnusable('ERR_MANAGED_IDENTITY_ENVIRONMENT', { detail: variables.join(', ') });
}
