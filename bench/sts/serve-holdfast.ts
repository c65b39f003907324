// The authority as it is. With `tls` it serves as `holdfast up` lets it; else its own listener serves the same handler without TLS.
import { createHash } from 'node:crypto';
import { createAuthority } from '@holdfast/authority';
import { listenLoopback } from '../../packages/authority/src/listening/listen-loopback.ts';
import { announce } from './announcement.ts';

const tls = process.argv[2] === 'tls';
const authority = await createAuthority({ publicOrigin: 'https://localhost' });
const { port } = tls ? await listenWithTls() : await listenLoopback({ handler: authority.handlers.sts, port: 0 });
const application = authority.directory.applications.find(({ name }) => name === 'daemon');
if (application?.secret === undefined) throw new TypeError('the built-in directory has no daemon with a secret');
const form = {
  grant_type: 'client_credentials',
  client_id: application.clientId,
  client_secret: application.secret,
  scope: 'api://orders/.default',
};
const kid = createHash('sha256').update('a key').digest('base64url');
const confirmation = Buffer.from(JSON.stringify({ kid })).toString('base64url');
const path = `/${application.tenantId}/oauth2/v2.0/token`;
announce({
  port,
  tls,
  bearer: { path, body: new URLSearchParams(form).toString() },
  pop: { path, body: new URLSearchParams({ ...form, token_type: 'pop', req_cnf: confirmation }).toString() },
  keysPath: `/${application.tenantId}/discovery/v2.0/keys`,
});

// A fixed origin hides the port, so one that is free is found before.
async function listenWithTls(): Promise<{ readonly port: number }> {
  const probe = await listenLoopback({ handler: () => undefined, port: 0 });
  await probe.close();
  await authority.listen({ stsPort: probe.port });
  return probe;
}
