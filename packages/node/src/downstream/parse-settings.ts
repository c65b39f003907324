import type { ConfidentialClientOptions } from '../confidential/client-options.ts';
import { parseClientCredentials } from '../credentials/parse-client-credentials.ts';
import { DownstreamSettingsInvalid } from '../errors/downstream-errors.ts';
import { readSectionFields, type SectionFields } from '../settings/section-fields.ts';
import type { DownstreamApiOptions } from './downstream-options.ts';
import { overlayEnvironment } from './overlay-environment.ts';

/** Where settings are. */
export interface DownstreamSettingsPlace {
  /** Name of the section of the API. */
  readonly api: string;
  /** Name of the section of the client. @default `AzureAd` */
  readonly client?: string | undefined;
  /** Environment variables to put over the settings, such as `process.env`: `Orders__BaseUrl` is `BaseUrl` of `Orders`. @default none */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Options out of settings; what only code can say is added by spreading them. */
export interface ParsedDownstreamSettings {
  /** For `createConfidentialClient`. */
  readonly client: ConfidentialClientOptions;
  /** For `createDownstreamApi`, which takes a client beside it. */
  readonly api: Omit<DownstreamApiOptions, 'client'>;
}

const clientNames = [
  'Instance',
  'TenantId',
  'ClientId',
  'SendX5c',
  'AzureRegion',
  'ClientCapabilities',
  'ClientCredentials',
] as const;

const apiNames = [
  'BaseUrl',
  'RelativePath',
  'HttpMethod',
  'ProtocolScheme',
  'RequestAppToken',
  'Scopes',
  'AcceptHeader',
  'ContentType',
  'ExtraHeaderParameters',
  'ExtraQueryParameters',
  'AcquireTokenOptions',
] as const;

const acquireNames = ['Tenant', 'Claims', 'ForceRefresh'] as const;

/**
 * Reads settings as Microsoft.Identity.Web has them: a section of the client (`AzureAd`) and one of the API, names in any letter case, and
 * environment variables over both.
 *
 * `ProtocolScheme` means what it means there: `Bearer` when it is left out, `MTLS_POP` binds tokens to the certificate of `ClientCredentials`,
 * `MTLS` presents it and sends no token, `Pop` signs requests. Unknown words are refused, not read as `Bearer`, and so is a field that is there and
 * empty, in the settings or in the environment. So are unknown fields.
 *
 * Not read: the file itself, certificates and secrets; managed identities, which cannot be configured yet.
 *
 * @param settings - for example a parsed JSON file; other sections are left alone
 * @throws {@link DownstreamSettingsInvalid}, {@link CredentialInvalid}
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { createConfidentialClient, createDownstreamApi, parseDownstreamSettings } from '@holdfast/node';
 *
 * const settings = parseDownstreamSettings(JSON.parse(readFileSync('appsettings.json', 'utf8')), { api: 'Orders' });
 * const client = createConfidentialClient(settings.client);
 * export const orders = createDownstreamApi({ client, ...settings.api });
 * ```
 */
export function parseDownstreamSettings(
  settings: Readonly<Record<string, unknown>>,
  place: DownstreamSettingsPlace,
): ParsedDownstreamSettings {
  const { api, client = 'AzureAd', environment = {} } = place;
  if (typeof settings !== 'object' || settings === null) throw new DownstreamSettingsInvalid({ detail: 'no object' });
  const all = overlayEnvironment(settings, environment, [api, client]);
  return {
    client: readClient(fieldsOf(findSection(all, client), 'client', clientNames), environment),
    api: readApi(fieldsOf(findSection(all, api), 'API', apiNames)),
  };
}

/** @param place - names the section in an error */
function fieldsOf<Name extends string>(section: unknown, place: string, names: readonly Name[]): SectionFields<Name> {
  const fault = (what: string) => new DownstreamSettingsInvalid({ detail: `${place}: ${what}` });
  return readSectionFields(section, { names, fault });
}

function findSection(settings: Readonly<Record<string, unknown>>, name: string): unknown {
  const [found, ...others] = Object.keys(settings).filter((key) => key.toLowerCase() === name.toLowerCase());
  // One may bind tokens where the other does not, and nobody could say which is meant.
  if (others.length > 0) throw new DownstreamSettingsInvalid({ detail: 'a section twice' });
  return found === undefined ? undefined : settings[found];
}

function readClient(
  fields: SectionFields<(typeof clientNames)[number]>,
  environment: Readonly<Record<string, string | undefined>>,
): ConfidentialClientOptions {
  const instance = fields.text('Instance') ?? 'https://login.microsoftonline.com/';
  const given = fields.value('ClientCredentials');
  // Environment variables number the entries of a list.
  const credentials =
    typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.values(given) : given;
  if (!Array.isArray(credentials)) throw new DownstreamSettingsInvalid({ detail: 'client: ClientCredentials' });
  return {
    authority: `${instance.replace(/\/+$/, '')}/${fields.needText('TenantId')}`,
    clientId: fields.needText('ClientId'),
    azureRegion: fields.text('AzureRegion'),
    clientCapabilities: fields.texts('ClientCapabilities'),
    clientCredentials: parseClientCredentials(credentials, {
      sendX5c: fields.flag('SendX5c'),
      federatedTokenFile: environment['AZURE_FEDERATED_TOKEN_FILE'],
    }),
  };
}

function readApi(fields: SectionFields<(typeof apiNames)[number]>): ParsedDownstreamSettings['api'] {
  const scheme = readScheme(fields);
  // An application acts for itself here, whatever is asked; a setting that says otherwise means somebody else's token.
  if (fields.flag('RequestAppToken') === false && scheme.toLowerCase() !== 'mtls') {
    throw new DownstreamSettingsInvalid({ detail: 'API: RequestAppToken' });
  }
  return {
    baseUrl: fields.needText('BaseUrl'),
    ...(scheme.toLowerCase() === 'mtls' ? { clientCertificateOnly: true } : { protocolScheme: scheme }),
    scopes: fields.texts('Scopes'),
    relativePath: fields.text('RelativePath'),
    httpMethod: fields.text('HttpMethod'),
    acceptHeader: fields.text('AcceptHeader'),
    contentType: fields.text('ContentType'),
    extraHeaderParameters: fields.textMap('ExtraHeaderParameters'),
    extraQueryParameters: fields.textMap('ExtraQueryParameters'),
    acquireTokenOptions: readAcquire(fields.value('AcquireTokenOptions')),
  };
}

// A value that somebody forgot to fill in must not turn the binding off that it was meant to turn on.
function readScheme(fields: SectionFields<'ProtocolScheme'>): string {
  const scheme = fields.text('ProtocolScheme');
  if (scheme === undefined && fields.isGiven('ProtocolScheme')) {
    throw new DownstreamSettingsInvalid({ detail: 'API: ProtocolScheme' });
  }
  return scheme ?? 'Bearer';
}

function readAcquire(section: unknown): DownstreamApiOptions['acquireTokenOptions'] {
  if (section === undefined) return undefined;
  const fields = fieldsOf(section, 'AcquireTokenOptions', acquireNames);
  return {
    tenantId: fields.text('Tenant'),
    claims: fields.text('Claims'),
    forceRefresh: fields.flag('ForceRefresh'),
  };
}
