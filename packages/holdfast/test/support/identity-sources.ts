import type { HoldfastProcess } from './holdfast-process.ts';

/** Where a program on the machine finds its identity, as the platform writes it into the environment of the program. */
export interface IdentitySource {
  readonly name: 'imds' | 'app-service' | 'service-fabric';
  /** What the admin service calls it. */
  readonly service: 'imds' | 'app-service' | 'mits';
  /** What msal-node calls it. */
  readonly msalName: string;
  environment(holdfast: HoldfastProcess): Readonly<Record<string, string>>;
}

export const identitySources: readonly IdentitySource[] = [
  {
    name: 'imds',
    service: 'imds',
    msalName: 'DefaultToImds',
    environment: ({ ready }) => ({ AZURE_POD_IDENTITY_AUTHORITY_HOST: ready.imds }),
  },
  {
    name: 'app-service',
    service: 'app-service',
    msalName: 'AppService',
    environment: ({ ready: { appService } }) => ({
      IDENTITY_ENDPOINT: appService.endpoint,
      IDENTITY_HEADER: appService.header,
    }),
  },
  { name: 'service-fabric', service: 'mits', msalName: 'ServiceFabric', environment: ({ ready }) => ready.mitsEnv },
];
