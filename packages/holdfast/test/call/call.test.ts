import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { assertShowsNoSecret, secret } from '@holdfast/testing';
import { type CommandLines, openCommandLines } from '../support/command-lines.ts';
import { type ExpressApi, openExpressApi } from '../support/express-api.ts';
import { type BinaryOutcome, runBinary } from '../support/run-binary.ts';
import { openScene, type Scene } from '../support/scene.ts';

const scope = ['--scope', 'api://orders/.default'];

suite('holdfast call', () => {
  let scene: Scene;
  let api: ExpressApi;
  let key: string;
  let tokenFile: string;
  let accessToken: string;
  let lines: CommandLines;
  before(async () => {
    lines = openCommandLines();
    scene = await openScene();
    api = await openExpressApi(scene);
    key = join(scene.folder, 'key.pem');
    tokenFile = join(scene.folder, 'token');
    const acquired = await lines.run(['token', ...data(), ...scope, '--key', key, '--new-key']);
    accessToken = acquired.stdout.trim();
    await writeFile(tokenFile, acquired.stdout);
  });
  after(async () => {
    await lines.close();
    await api.close();
    await scene.close();
  });

  const data = (): readonly string[] => ['--data', join(scene.folder, 'data')];
  const order = (method: string, path: string, ...parameters: readonly string[]): readonly string[] => [
    'call',
    method,
    `${api.origin}${path}`,
    ...data(),
    ...scope,
    ...parameters,
  ];
  const call = (...parameters: Parameters<typeof order>): Promise<BinaryOutcome> => lines.run(order(...parameters));
  const held = (path: string, ...parameters: readonly string[]): Promise<BinaryOutcome> =>
    lines.run(['call', 'GET', `${api.origin}${path}`, '--ca', scene.holdfast.ready.caFile, ...parameters]);

  test('acquires, proves, answers the nonce, and prints the body alone on stdout', async () => {
    const { code, stdout, stderr } = await runBinary(order('get', '/orders?limit=2', '-v'));
    assert.equal(code, 0, stderr);
    assert.equal((JSON.parse(stdout) as { readonly binding: { readonly form?: string } }).binding !== undefined, true);
    assert.match(stderr, /token from the authority, bound to [\w-]{43}/);
    assert.match(stderr, /asks for a nonce/);
    const [first, second, ...rest] = api.seen();
    assert.equal(rest.length, 0);
    assert.deepEqual([first?.nonce, second?.nonce !== undefined], [undefined, true]);
    const proofs = [first?.proof ?? '', second?.proof ?? ''].map((proof) => secret('proof', proof));
    assertShowsNoSecret(stderr, [...proofs, secret('nonce', second?.nonce ?? '')]);
  });

  test('a body from stdin is covered by the proof', async () => {
    const posted = order('POST', '/orders', '-H', 'content-type: application/json', '--body', '-');
    const { code, stdout, stderr } = await runBinary(posted, { input: '{"item":"lantern"}' });
    assert.equal(code, 0, stderr);
    assert.equal(stdout, '{"item":"lantern"}');
    api.seen();
  });

  test('a token from a file, or from stdin, with its key', async () => {
    const fromFile = await held('/orders', '--token-file', tokenFile, '--key', key);
    assert.equal(fromFile.code, 0, fromFile.stderr);
    const fromStdin = await lines.run(
      ['call', 'GET', `${api.origin}/orders`, '--ca', scene.holdfast.ready.caFile, '--token-file', '-', '--key', key],
      { input: accessToken },
    );
    assert.equal(fromStdin.code, 0, fromStdin.stderr);
    api.seen();
  });

  test('a bound token is never sent without its proof, whatever is asked for', async () => {
    const other = join(scene.folder, 'other.pem');
    await lines.run(['token', ...data(), ...scope, '--key', other, '--new-key']);
    const bearer = await scene.tokenReply();
    const unbound = join(scene.folder, 'unbound');
    await writeFile(unbound, String(bearer['access_token']));
    const refused: readonly (readonly string[])[] = [
      ['--token-file', tokenFile, '--scheme', 'bearer'],
      ['--token-file', tokenFile, '--scheme', 'BEARER'],
      ['--token-file', tokenFile],
      ['--token-file', tokenFile, '--key', other],
      ['--token-file', unbound, '--key', key],
      ['--token-file', unbound],
    ];
    api.seen();
    for (const parameters of refused) {
      const { code, stdout, stderr } = await held('/orders', ...parameters);
      assert.deepEqual([code, stdout], [1, ''], parameters.join(' '));
      assertShowsNoSecret(stderr, [secret('token', accessToken)]);
    }
    assert.deepEqual(api.seen(), []);
  });

  // What this tool would not accept as a token, an API may: in whatever it is wrapped, a key that it names is a key.
  test('a bound token that is written in no way of ours is not taken for an unbound one', async () => {
    const part = (text: string | object): string =>
      Buffer.from(typeof text === 'string' ? text : JSON.stringify(text)).toString('base64url');
    const [header = '', payload = '', signature = ''] = accessToken.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const tokens: Readonly<Record<string, string>> = {
      'another algorithm': [part({ alg: 'ES512' }), payload, signature].join('.'),
      'a header with more members': [part({ alg: 'RS256', nonce: 'n', zip: 'DEF' }), payload, signature].join('.'),
      'a header that is none': ['abc', payload, signature].join('.'),
      'no signature': [header, payload, ''].join('.'),
      'two parts': [header, payload].join('.'),
      'four parts': [header, payload, signature, 'abc'].join('.'),
      'great length': [header, part({ ...claims, more: 'x'.repeat(16_384) }), signature].join('.'),
      'an escaped name': [header, part(JSON.stringify(claims).replace('"cnf"', '"c\\u006ef"')), signature].join('.'),
      'a name twice': [header, part(JSON.stringify(claims).replace('{', '{"cnf":null,')), signature].join('.'),
      'a byte order mark': [header, part(`\ufeff${JSON.stringify(claims)}`), signature].join('.'),
      blanks: [header, part(` \n${JSON.stringify(claims)}`), signature].join('.'),
      'spare bits': [header, part(withSpareBits(claims)).replace(/.$/, 'B'), signature].join('.'),
      'a token inside': [part({ alg: 'RS256', cty: 'JWT' }), part(accessToken), signature].join('.'),
    };
    const file = join(scene.folder, 'written-otherwise');
    api.seen();
    for (const [what, token] of Object.entries(tokens)) {
      await writeFile(file, token);
      const { code, stdout, stderr } = await held('/orders', '--token-file', file, '--scheme', 'bearer');
      assert.deepEqual([code === 0, stdout], [false, ''], what);
      assertShowsNoSecret(stderr, [secret('token', token)]);
    }
    assert.deepEqual(api.seen(), []);
    // With its key it goes out all the same, with a proof; what the API says to it is for the API to say.
    await writeFile(file, String(tokens['a header with more members']));
    assert.match((await held('/orders', '--token-file', file, '--key', key, '-v')).stderr, /proof signed over/);
    for (const opaque of [
      'opaque',
      'abc.def.ghi',
      [part({ alg: 'RSA-OAEP', enc: 'A256GCM' }), 'a', 'b', 'c', 'd'].join('.'),
    ]) {
      await writeFile(file, opaque);
      assert.match((await held('/orders', '--token-file', file, '--scheme', 'bearer', '-v')).stderr, /sent as Bearer/);
    }
    api.seen();
  });

  test('an unbound token goes out as bearer when that is asked for, and is refused where proof is demanded', async () => {
    const { code, stderr } = await call('GET', '/orders', '--scheme', 'bearer', '-v');
    assert.equal(code, 1);
    assert.match(stderr, /nothing proves who sends it/);
    assert.match(stderr, /401/);
    api.seen();
  });

  test('one claims challenge is answered by an acquired token, and not by one from a file', async () => {
    const stepped = await call('GET', '/step-up');
    assert.equal(stepped.code, 0, stepped.stderr);
    const fromFile = await held('/step-up', '--token-file', tokenFile, '--key', key, '--json');
    assert.equal(fromFile.code, 1);
    assert.equal((JSON.parse(fromFile.stdout) as { readonly code: string }).code, 'ERR_HELD_TOKEN_CLAIMS');
    const never = await call('GET', '/never-enough');
    assert.equal(never.code, 1);
    api.seen();
  });

  test('redirects are not followed', async () => {
    const { code, stderr } = await runBinary(order('GET', '/moved', '-i'));
    assert.equal(code, 1);
    assert.match(stderr, /Redirects are not followed/);
    assert.deepEqual(
      api.seen().map(({ path }) => path),
      ['/moved'],
    );
  });

  test('--json tells status, headers, body and steps', async () => {
    const { code, stdout, stderr } = await call('GET', '/nowhere', '--json');
    const report = JSON.parse(stdout) as {
      readonly ok: boolean;
      readonly status: number;
      readonly steps: readonly string[];
    };
    assert.deepEqual([code, report.ok, report.status, stderr], [1, false, 404, '']);
    assert.ok(report.steps.some((step) => step.includes('proof signed')));
    api.seen();
  });

  test('--dry-run sends nothing, and inspect finds nothing wrong with what it prints', async () => {
    const dry = await call('POST', '/orders?a=1', '--dry-run', '--body', tokenFile, '-H', 'content-type: text/plain');
    assert.equal(dry.code, 0, dry.stderr);
    assert.deepEqual(api.seen(), []);
    const inspected = await lines.run(['inspect', '--verify', ...data(), '--json'], { input: dry.stdout });
    const { kind, findings } = JSON.parse(inspected.stdout) as { kind: string; findings: readonly { code: string }[] };
    assert.equal(inspected.code, 0, JSON.stringify(findings));
    assert.equal(kind, 'http-request');
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['ERR_NONCE_MISSING'],
    );
    const moved = await lines.run(['inspect', '--method', 'PUT', '--url', `${api.origin}/else?a=1`], {
      input: dry.stdout,
    });
    assert.equal(moved.code, 1);
    assert.match(moved.stdout, /ERR_SHR_METHOD[\s\S]*ERR_SHR_PATH/);
  });

  test('what cannot be reached, and what may not be said, is told in fixed words', async () => {
    const closed = await call('GET', '/orders', '--ca', scene.holdfast.ready.certs.localhost.certFile);
    assert.equal(closed.code, 1);
    const mistakes: readonly (readonly string[])[] = [
      ['GET', 'http://localhost/orders'],
      ['GET', `https://user:pass@localhost/${accessToken}`],
      ['GET', 'orders'],
      ['GET', `${api.origin}/orders`, '-H', `Authorization: Bearer ${accessToken}`],
      ['GET', `${api.origin}/orders`, '-H', 'Host: elsewhere'],
      ['GET', `${api.origin}/orders`, '-H', `nonsense ${accessToken}`],
      ['G T', `${api.origin}/orders`],
      ['GET', `${api.origin}/orders`, '--max-time', '0'],
      ['GET', `${api.origin}/orders`, accessToken],
    ];
    const outcomes = await Promise.all(
      mistakes.map((parameters) => lines.run(['call', ...data(), ...scope, ...parameters])),
    );
    for (const [index, { code, stdout, stderr }] of outcomes.entries()) {
      assert.deepEqual([code, stdout], [2, ''], `${mistakes[index]?.join(' ')}: ${stderr}`);
    }
    assertShowsNoSecret([closed, outcomes], [secret('token', accessToken)]);
    assert.deepEqual(api.seen(), []);
  });
});

// Text whose length leaves bits over in its last base64url character, and whose last byte, a blank, has that character begin like B.
function withSpareBits(claims: object): string {
  const text = `${JSON.stringify(claims)} `;
  return Buffer.byteLength(text) % 3 === 0 ? `${text} ` : text;
}
