import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { createBoundFetch } from '@holdfast/node';
import { assertShowsNoSecret, canary, findSecret, type Secret, secret } from '@holdfast/testing';
import { startCommand, temporaryFolder } from '../support/holdfast-process.ts';
import { openScene, type Scene, scopes } from '../support/scene.ts';

/*
 * `holdfast up`, used and abused over real sockets. Its ready line holds secrets and says so; nothing else that it prints or tells
 * may hold one: not its log, not the admin service, and no answer but the token reply itself.
 */
const config = `
tenants:
  contoso.example:
    applications: { daemon: { secret: ${canary} } }
    users: { ada@contoso.example: { password: ${canary} } }
`;

suite('what holdfast up tells', () => {
  let scene: Scene;
  const secrets: Secret[] = [];
  /** Everything that came back from the API and from refusals. */
  const answers: unknown[] = [];
  before(async () => {
    scene = await openScene({ config });
    const { adminKey, applications } = scene.holdfast.ready;
    secrets.push(secret('admin key', adminKey));
    for (const { name, secret: held } of applications) {
      if (held !== undefined && held !== canary) secrets.push(secret(`secret of ${name}`, held));
    }
    secrets.push(...(await secretsIn(join(scene.folder, 'data'))));
    await use();
    await abuse();
  });
  after(() => scene?.close());

  /** A transport that takes down every proof and every answer. */
  const watched = async (request: Request): Promise<Response> => {
    const authorization = request.headers.get('authorization');
    if (authorization !== null) secrets.push(secret(`proof ${secrets.length}`, authorization.replace(/^\w+ /, '')));
    const response = await scene.transport(request);
    const copy = response.clone();
    answers.push([
      await copy.text(),
      [...copy.headers].filter(([name]) => !/^www-auth|^authentication-info/.test(name)),
    ]);
    const nonce = /nonce="([^"]+)"/.exec(
      `${copy.headers.get('www-authenticate')} ${copy.headers.get('authentication-info')}`,
    )?.[1];
    if (nonce !== undefined) secrets.push(secret('nonce', nonce));
    return response;
  };

  async function use(): Promise<void> {
    const { api } = scene.holdfast.ready;
    const client = scene.client('daemon');
    for (const authenticationScheme of ['bearer', 'pop']) {
      const token = await client.acquireTokenForClient({ scopes, authenticationScheme });
      secrets.push(secret(`${authenticationScheme} token`, token.accessToken));
    }
    const call = createBoundFetch({ client, scopes, origins: [api], transport: watched });
    assert.equal((await call(`${api}/orders?limit=3`)).status, 200);
    const order = await call(`${api}/orders`, { method: 'POST', body: JSON.stringify({ item: 'x', quantity: 1 }) });
    assert.equal(order.status, 201);
  }

  async function abuse(): Promise<void> {
    const { api } = scene.holdfast.ready;
    const client = scene.client('daemon');
    const token = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
    const key = { method: 'GET', url: `${api}/orders` };
    const proof = await client.signHttpRequest({ token, request: key, nonce: canary, clientClaims: canary });
    const wrong = [
      `Bearer ${token.accessToken}`,
      `PoP ${canary}`,
      proof,
      `${canary} ${canary}`,
      `PoP ${token.accessToken}`,
    ];
    for (const authorization of wrong) {
      const response = await watched(new Request(`${api}/orders?q=${canary}`, { headers: { authorization } }));
      assert.ok(response.status >= 400);
    }
    const refused: readonly Readonly<Record<string, string>>[] = [
      { client_secret: `${canary}2` },
      { client_id: canary },
      { scope: canary },
      { token_type: 'pop', req_cnf: canary },
      { claims: canary },
      { client_assertion: canary },
    ];
    for (const form of refused) {
      const reply = await scene.tokenReply(form);
      assert.equal(typeof reply['error'], 'string');
      answers.push(reply);
    }
    await scene.admin.request('/faults', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `"${canary}`,
    });
    await scene.admin.request('/counters', { headers: { authorization: `Bearer ${canary}` } });
    await scene.admin.fault({ status: 503, times: 1, match: { path: '/token', body: canary } });
    await scene.tokenReply();
    await scene.admin.request('/keys/rotate', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  }

  test('the log on stderr has a line for each of it, and no secret', async () => {
    const { stderr, stdout } = scene.holdfast;
    for (const name of ['token.issued', 'token.refused', 'request.authenticated', 'request.refused', 'key.rotated']) {
      assert.ok(
        stderr.some((line) => line.includes(name)),
        name,
      );
    }
    assertShowsNoSecret(stderr.join('\n'), secrets);
    assert.equal(stdout.length, 1, 'the ready line, and nothing after it');
    assert.ok(
      findSecret(stdout.join(), secrets) !== undefined,
      'the ready line does hold secrets: they would be found',
    );
  });

  test('no answer of the API and no refusal shows a secret', () => {
    assert.ok(answers.length > 10);
    for (const answer of answers) assertShowsNoSecret(answer, secrets);
  });

  test('the admin service shows none in counters, directory and events', async () => {
    for (const path of ['/counters', '/directory']) {
      const response = await scene.admin.request(path);
      assert.equal(response.status, 200);
      assertShowsNoSecret(await response.text(), secrets);
    }
    const stream = await scene.admin.events();
    for await (const event of stream) {
      assertShowsNoSecret(event, secrets);
      if (event['name'] === 'key.rotated') break;
    }
  });
});

test('for people, holdfast up prints no secret at all', async () => {
  const folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  const command = startCommand(['up', '--port-base', '0', '--data', data]);
  await command.line('stdout', /Ctrl-C/);
  const secrets = await secretsIn(data);
  await command.stop();
  assertShowsNoSecret([...command.stdout, ...command.stderr].join('\n'), secrets);
  await folder.remove();
});

/** What the files of a data directory hold: made-up secrets and private keys. */
async function secretsIn(folder: string): Promise<readonly Secret[]> {
  const { secrets } = JSON.parse(await readFile(join(folder, 'identities.json'), 'utf8')) as {
    readonly secrets: Readonly<Record<string, string>>;
  };
  const files = await readdir(folder, { recursive: true });
  const keys = await Promise.all(
    files
      .filter((file) => file.endsWith('-key.pem') || file === 'signing-keys.json')
      .map(async (file) => secret(file, privatePart(await readFile(join(folder, file), 'utf8')))),
  );
  assert.ok(keys.length >= 4 && Object.keys(secrets).length >= 3);
  return [...Object.entries(secrets).map(([name, value]) => secret(name, value)), ...keys];
}

function privatePart(text: string): string {
  return /BEGIN PRIVATE KEY-----([^-]+)-/.exec(text)?.[1]?.replaceAll(/\\n|\s/g, '') ?? assert.fail('no private key');
}
