import type { JsonObject } from '@holdfast/core';
import { DirectoryInvalid } from '../errors/directory-errors.ts';
import { parseYamlSource, type YamlSource } from '../shapes/yaml-source.ts';
import { checkReferences } from './check-references.ts';
import type { DirectoryConfiguration } from './configuration.ts';
import { configurationShape } from './configuration-shape.ts';
import { defaultConfiguration } from './default-configuration.ts';
import { type CertificateFiles, mergeConfiguration } from './merge-configuration.ts';
import { readIssuingAuthority, registerCertificate } from './registered-certificate.ts';

/** JSON Schema (2020-12) of the configuration file, for editors. */
export const directorySchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Holdfast directory',
  description: 'The directory of the development authority: holdfast.yaml.',
  ...configurationShape.schema,
};

/** How a file is read. */
export interface ParseDirectoryOptions {
  /** Name of the file for messages. @default `holdfast.yaml` */
  readonly file?: string | undefined;
  /** Returns the text of a certificate file. @default none: the text may name no files */
  readonly readFile?: ((file: string) => string) | undefined;
}

/**
 * Parses `holdfast.yaml` and lays it over the built-in directory.
 *
 * Mistakes are named with their lines, up to twenty of them at once: first those of YAML, then of fields, then of what fields refer to. Values
 * are never repeated in a message: they may be secrets.
 *
 * Not checked: whether a certificate is still valid, and who issued it.
 *
 * @param text - YAML 1.2; an empty file gives the built-in directory
 * @param options - name and reader of files; a text that names no file needs neither
 * @throws {@link DirectoryInvalid} `ERR_DIRECTORY_INVALID`
 *
 * @example
 * ```ts
 * import { createAuthority, parseDirectory } from '@holdfast/authority';
 *
 * const directory = parseDirectory('tenants: { contoso.example: { applications: { daemon: { tokenBinding: required } } } }');
 * const authority = await createAuthority({ directory });
 * ```
 */
export function parseDirectory(text: string, options: ParseDirectoryOptions = {}): DirectoryConfiguration {
  const { file = 'holdfast.yaml', readFile } = options;
  const source = parseYamlSource(text);
  stopOnProblems(file, source);
  const written = configurationShape.read(source.root, source) ?? {};
  stopOnProblems(file, source);
  const base = written.defaults === 'none' ? { tenants: {}, resources: {} } : defaultConfiguration;
  const configuration = mergeConfiguration(base, written, certificateFiles(source, readFile));
  checkReferences(configuration, source.reportPath);
  stopOnProblems(file, source);
  return configuration;
}

function stopOnProblems(file: string, source: YamlSource): void {
  const [first, ...others] = source.problems;
  if (first !== undefined) throw new DirectoryInvalid(file, [first, ...others]);
}

function certificateFiles(source: YamlSource, readFile: ((file: string) => string) | undefined): CertificateFiles {
  const reader =
    (parse: (pem: string) => string, mend: string) =>
    (file: string, path: readonly string[]): string | undefined => {
      try {
        if (readFile === undefined) throw new TypeError('no files here');
        return parse(readFile(file));
      } catch {
        source.reportPath(path, 'a certificate file cannot be used', mend);
        return undefined;
      }
    };
  return {
    readCertificate: reader(
      (pem) => registerCertificate(pem).pem,
      'Name a readable PEM file with an RSA key of at least 2048 bits or a P-256 key.',
    ),
    readIssuer: reader(
      readIssuingAuthority,
      'Name a readable PEM file with the authority that signs the certificates itself.',
    ),
  };
}
