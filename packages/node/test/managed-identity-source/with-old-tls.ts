/** Run in a process of its own whose flags allow old TLS, and whose environment names a Service Fabric endpoint. */
import { get } from 'node:https';
import { openManagedIdentitySource } from '../../src/managed-identity-source/managed-identity-source.ts';
import { question } from './scripted-source.ts';

const source = openManagedIdentitySource({ identity: { kind: 'system' }, retries: false });
const refused = await source.requestToken(question, new AbortController().signal).then(
  () => 'a token',
  (error: { readonly code?: string }) => error.code,
);
await source.close();
// What Node's own client does in this process, with the same server.
const control = await new Promise((resolve) => {
  const address = process.env['IDENTITY_ENDPOINT'] ?? '';
  get(address, { agent: false, rejectUnauthorized: false }, (response) => {
    response.resume();
    resolve(response.statusCode);
  }).on('error', ({ message }) => resolve(message));
});
console.log(JSON.stringify({ refused, control }));
