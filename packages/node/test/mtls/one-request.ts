/*
 * A program of its own: sends one request with a client certificate out of files, says what came of it, and does not close anything.
 */
import { get } from 'node:https';
import { text } from 'node:stream/consumers';
import { createCertificateFile, createMtlsPool } from '@holdfast/node/mtls';

const { origin, ca, certificateFile, control } = JSON.parse(await text(process.stdin)) as Record<string, string>;
const source = createCertificateFile({ certificateFile: certificateFile ?? '' });
const pool = createMtlsPool({ ca });
try {
  const response = await pool.transport(source)(new Request(origin ?? ''));
  console.log(response.status, await response.text());
} catch (error) {
  console.log((error as { readonly code?: string }).code);
}
if (control !== undefined) {
  // What Node's own client does in this environment, with the same server.
  await new Promise<void>((resolve) => {
    const request = get(origin ?? '', { agent: false, ...(control === 'trusting' ? { ca } : {}) }, (response) => {
      console.log('control', response.statusCode);
      response.resume().on('end', resolve);
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      console.log('control', error.code);
      resolve();
    });
  });
}
