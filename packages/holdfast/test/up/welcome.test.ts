import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { type RunningCommand, startCommand, temporaryFolder } from '../support/holdfast-process.ts';

suite('holdfast up without --json', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let dataDirectory: string;
  let command: RunningCommand;

  before(async () => {
    folder = await temporaryFolder();
    // A name that a shell would take apart.
    dataDirectory = join(folder.path, "Ada's data $HOME");
    command = startCommand(['up', '--port-base', '0', '--data', dataDirectory]);
    await command.line('stdout', /^Ctrl-C stops it\.$/);
  });
  after(async () => {
    await command?.stop();
    await folder?.remove();
  });

  test('says what it is and where it is', () => {
    const text = command.stdout.join('\n');
    assert.match(text, /not a production identity provider/);
    assert.match(text, /STS +https:\/\/localhost:\d+/);
    assert.match(text, /sample API +https:\/\/localhost:\d+ +\/orders/);
    assert.match(text, /IMDS +http:\/\/127\.0\.0\.1:\d+/);
    assert.match(text, /App Service +http:\/\/127\.0\.0\.1:\d+\/appservice\/msi\/token/);
    assert.match(text, /MITS +https:\/\/localhost:\d+\/metadata\/identity\/oauth2\/token/);
    assert.match(text, /worker +[0-9a-f-]{36} +contoso\.example/);
    assert.match(text, /daemon +[0-9a-f-]{36} +contoso\.example/);
  });

  test('says for whom a page is served where, and who can sign in', () => {
    const spa = command.stdout.findIndex((line) => /^ {2}spa +[0-9a-f-]{36} +contoso\.example$/.test(line));
    assert.equal(command.stdout[spa + 1]?.trim(), 'answers go to http://localhost:5173/redirect.html');
    assert.ok(command.stdout.some((line) => line.trim() === 'ada@contoso.example'));
  });

  test('shows no secret', () => {
    const text = command.stdout.join('\n');
    const { secrets } = JSON.parse(readFileSync(join(dataDirectory, 'identities.json'), 'utf8')) as {
      readonly secrets: Readonly<Record<string, string>>;
    };
    assert.ok(Object.keys(secrets).length > 4);
    for (const [name, secret] of Object.entries(secrets)) assert.equal(text.includes(secret), false, name);
  });

  test('the line that it shows for the env file is one that a shell understands', {
    skip: process.platform === 'win32',
  }, () => {
    const shown = command.stdout.find((line) => line.includes('set -a'));
    const line = /\((set -a;.*set \+a)\)$/.exec(shown ?? '')?.[1];
    const { stdout, stderr } = spawnSync('sh', ['-c', `${line}; printf '%s' "$NODE_EXTRA_CA_CERTS"`], {
      env: { HOME: 'wrong', PATH: process.env['PATH'] ?? '' },
      encoding: 'utf8',
    });
    assert.equal(stderr, '');
    assert.equal(stdout, join(dataDirectory, 'trust.pem'));
  });
});
