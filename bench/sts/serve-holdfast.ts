// The authority as it is, with its own listeners; only TLS is left away, because no other contestant pays for it.
import { createHash } from 'node:crypto';
import { createAuthority } from '@holdfast/authority';
import { listenLoopback } from '../../packages/authority/src/listening/listen-loopback.ts';
import { announce } from './announcement.ts';

const authority = await createAuthority({ publicOrigin: 'https://localhost' });
const { port } = await listenLoopback({ handler: authority.handlers.sts, port: 0 });
const application = authority.directory.applications.find(({ name }) => name === 'daemon');
if (application?.secret === undefined) throw new TypeError('The built-in directory has a daemon with a secret');
const form = {
  grant_type: 'client_credentials',
  client_id: application.clientId,
  client_secret: application.secret,
  scope: 'api://orders/.default',
};
const kid = createHash('sha256').update('a key').digest('base64url');
const requested = Buffer.from(JSON.stringify({ kid })).toString('base64url');
const path = `/${application.tenantId}/oauth2/v2.0/token`;
announce({
  port,
  bearer: { path, body: new URLSearchParams(form).toString() },
  pop: { path, body: new URLSearchParams({ ...form, token_type: 'pop', req_cnf: requested }).toString() },
  keysPath: `/${application.tenantId}/discovery/v2.0/keys`,
});
