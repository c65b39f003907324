import type {
  ApiConfiguration,
  ApplicationConfiguration,
  IdentityConfiguration,
  UserConfiguration,
} from './configuration.ts';

/** What an application offers, as the file has it; the built-in directory may already know its application ID URI. */
export interface WrittenApi extends ApiConfiguration {
  readonly appIdUri?: string;
}

/** A certificate as the file has it; `issuer` is `client-ca` or the name of a file. */
export type WrittenCertificate =
  | { readonly thumbprint: string }
  | { readonly subjectName: string; readonly issuer: string };

/** An application as the file has it. */
export interface WrittenApplication extends Omit<ApplicationConfiguration, 'certificatePems' | 'certificates' | 'api'> {
  readonly certificateFiles?: readonly string[];
  readonly certificates?: readonly WrittenCertificate[];
  readonly api?: WrittenApi;
}

/** A tenant as the file has it. */
export interface WrittenTenant {
  readonly id?: string;
  readonly applications?: Readonly<Record<string, WrittenApplication>>;
  readonly identities?: Readonly<Record<string, IdentityConfiguration>>;
  readonly users?: Readonly<Record<string, UserConfiguration>>;
}

/** The file as it is written: nothing filled in, nothing merged. */
export interface WrittenConfiguration {
  readonly defaults?: 'keep' | 'none';
  readonly tenants?: Readonly<Record<string, WrittenTenant>>;
  readonly resources?: Readonly<Record<string, ApiConfiguration>>;
}
