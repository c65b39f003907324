import { CertificateInvalid } from '../errors/certificate-invalid.ts';

/** Files as they were at one moment. */
export interface FileReading {
  /** Changes whenever one of the files does, in place or by a rename. */
  readonly mark: string;
  readonly contents: readonly Buffer[];
}

const attempts = 3;

/**
 * Reads files that belong together, and reads again when one of them changed meanwhile.
 *
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_FILE`
 */
export async function readFilesTogether(paths: readonly string[]): Promise<FileReading> {
  // Loaded by those who have files: importing a client is a millisecond shorter without it.
  const { readFile } = await import('node:fs/promises');
  for (let attempt = 0; attempt < attempts; attempt++) {
    const mark = await markFiles(paths);
    const contents = await Promise.all(paths.map((path) => readFile(path))).catch(wordFailure);
    if ((await markFiles(paths)) === mark) return { mark, contents };
  }
  throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_FILE', { detail: 'it changes while it is read' });
}

/**
 * What tells one state of files from another.
 *
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_FILE`
 */
export async function markFiles(paths: readonly string[]): Promise<string> {
  const { stat } = await import('node:fs/promises');
  // Of where a link leads: orchestrators renew secrets by turning a link.
  const states = await Promise.all(paths.map((path) => stat(path, { bigint: true }))).catch(wordFailure);
  return states.map(({ dev, ino, size, mtimeNs, ctimeNs }) => [dev, ino, size, mtimeNs, ctimeNs].join(':')).join(' ');
}

function wordFailure(error: unknown): never {
  // The code only: the path is in the message, and a path may come from anywhere.
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_FILE', { detail: /^E[A-Z]+$/.test(code) ? code : undefined });
}
