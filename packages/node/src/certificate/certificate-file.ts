import { type Clock, createEventSink, type EventSink } from '@holdfast/core';
import type { CertificateEvent, CertificateSource } from './certificate-source.ts';
import type { ClientCertificate } from './client-certificate.ts';
import { createKeptCertificate } from './kept-certificate.ts';
import { parsePemCertificate } from './parse-pem.ts';
import { markFiles, readFilesTogether } from './read-files.ts';

/** Options of {@link createCertificateFile}. */
export interface CertificateFileOptions {
  /** Path of a PEM or PFX file; in PEM the own certificate comes first. */
  readonly certificateFile: string;
  /** Path of the PEM private key. @default none: `certificateFile` holds it too */
  readonly keyFile?: string | undefined;
  /** Opens the PFX file or the encrypted private key. @default none; for a PFX file the empty one */
  readonly password?: string | undefined;
  /** How often the files are looked at, in seconds. @default 1 */
  readonly checkEverySeconds?: number | undefined;
  /** `refused` where only certificates of an authority will do. @default `allowed` */
  readonly selfSigned?: 'allowed' | 'refused' | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /** Told what happens; never a key. @default nobody */
  readonly events?: EventSink<CertificateEvent> | undefined;
}

/**
 * Makes a source over files, and picks up what is written to them: by a rename, by a turned link, or in place.
 *
 * A change is read once the files have rested for one look, and is taken only when it is whole, belongs together and may be used now;
 * until then the last good certificate stays. The files are looked at by time, not by notification, which network and container file
 * systems do not give. Looking does not keep the process alive.
 *
 * Nothing is read before the first certificate is asked for.
 *
 * @throws TypeError for wrong options
 *
 * @example
 * ```ts
 * import { createCertificateFile } from '@holdfast/node/mtls';
 *
 * const source = createCertificateFile({
 *   certificateFile: '/run/secrets/client.pem',
 *   keyFile: '/run/secrets/client.key',
 *   events: (event) => console.log(event.name),
 * });
 * console.log((await source.current()).subject);
 * source.close();
 * ```
 */
export function createCertificateFile(options: CertificateFileOptions): CertificateSource {
  const { certificateFile, keyFile, password, checkEverySeconds = 1, selfSigned, clock = Date.now } = options;
  if (!isPath(certificateFile)) throw new TypeError('certificateFile must be a path');
  if (keyFile !== undefined && !isPath(keyFile)) throw new TypeError('keyFile must be a path');
  if (!(checkEverySeconds > 0)) throw new TypeError('checkEverySeconds must be a positive number');
  const paths = keyFile === undefined ? [certificateFile] : [certificateFile, keyFile];
  let loadedMark: string | undefined;
  let seenMark: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const kept = createKeptCertificate({
    async load() {
      watch();
      const { mark, contents } = await readFilesTogether(paths);
      const certificate = await parseContents(contents, password);
      loadedMark = mark;
      return certificate;
    },
    use: { clock, selfSigned },
    emit: createEventSink(options.events),
  });

  const look = async (): Promise<void> => {
    const mark = await markFiles(paths).catch(() => 'unreadable');
    const hasRested = mark === seenMark;
    seenMark = mark;
    // What is refused today may be good tomorrow, with no change to the file.
    if (hasRested && (mark !== loadedMark || !kept.isSettled)) await kept.reload();
  };

  const watch = (): void => {
    if (timer !== undefined || isClosed) return;
    let isLooking = false;
    timer = setInterval(async () => {
      if (isLooking) return;
      isLooking = true;
      await look();
      isLooking = false;
    }, checkEverySeconds * 1000).unref();
  };

  return {
    current: kept.current,
    invalidate: kept.invalidate,
    close() {
      isClosed = true;
      clearInterval(timer);
    },
  };
}

async function parseContents(contents: readonly Buffer[], password: string | undefined): Promise<ClientCertificate> {
  const [first = Buffer.alloc(0), key] = contents;
  const derSequence = 0x30;
  if (first[0] !== derSequence) {
    return parsePemCertificate({ certificate: first.toString(), privateKey: key?.toString(), password });
  }
  // Loaded with the first PFX file: most programs have PEM and never need its ASN.1.
  const { parsePfxCertificate } = await import('./parse-pfx.ts');
  return parsePfxCertificate({ pfx: first, password });
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
