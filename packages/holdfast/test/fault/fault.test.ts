import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import { createTlsTransport, type TlsTransport } from '@holdfast/node';
import { findAdminDoor } from '../../src/admin-door/find-admin-door.ts';
import { sendAdminRequest } from '../../src/admin-door/send-admin-request.ts';
import { buildFault, type FaultFlags } from '../../src/fault/build-fault.ts';
import { faultPresets, faultServices } from '../../src/fault/fault-names.ts';
import { type CommandLines, openCommandLines } from '../support/command-lines.ts';
import { type BinaryOutcome, runBinary } from '../support/run-binary.ts';
import { openScene, type Scene } from '../support/scene.ts';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

suite('holdfast fault', () => {
  let scene: Scene;
  let data: readonly string[];
  let tls: TlsTransport;
  let lines: CommandLines;

  before(async () => {
    lines = openCommandLines();
    scene = await openScene();
    data = ['--data', join(scene.folder, 'data')];
    tls = createTlsTransport({ ca: readFileSync(scene.holdfast.ready.trustFile, 'utf8') });
  });
  afterEach(() => scene.admin.clearFaults());
  after(async () => {
    await lines?.close();
    await tls?.close();
    await scene?.close();
  });

  const fault = (parameters: readonly string[], input = ''): Promise<BinaryOutcome> =>
    lines.run(['fault', ...data, ...parameters], { input });
  /** The same without a process of its own, for the table of presets. */
  const inject = async (flags: FaultFlags): Promise<void> => {
    const door = await findAdminDoor({ data: data[1] });
    await sendAdminRequest(door, { method: 'POST', path: '/faults', body: await buildFault(flags) });
  };
  const imds = async (): Promise<Answer> => {
    const url = `${scene.holdfast.ready.imds}/metadata/identity/oauth2/token/?api-version=2018-02-01&resource=api://orders`;
    return read(await fetch(url, { headers: { metadata: 'true' } }));
  };
  const appService = async (): Promise<Answer> => {
    const { endpoint, header } = scene.holdfast.ready.appService;
    const url = `${endpoint}?api-version=2019-08-01&resource=api://orders`;
    return read(await fetch(url, { headers: { 'x-identity-header': header } }));
  };
  const mits = async (): Promise<Answer> => {
    const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: secret } = scene.holdfast.ready.mitsEnv;
    const url = `${endpoint}?api-version=2020-05-01&resource=api://orders`;
    return read(await tls(new Request(url, { headers: { secret } })));
  };
  const sts = async (): Promise<Answer> => {
    const { tenantId, clientId, secret = '' } = scene.holdfast.application('daemon');
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
      scope: 'api://orders/.default',
    });
    const url = `${scene.holdfast.ready.sts}/${tenantId}/oauth2/v2.0/token`;
    return read(await tls(new Request(url, { method: 'POST', body })));
  };
  const credential = async (): Promise<Answer> => {
    const url = `${scene.holdfast.ready.imds}/metadata/identity/issuecredential?cred-api-version=2.0`;
    const headers = { metadata: 'true', 'content-type': 'application/json' };
    return read(await fetch(url, { method: 'POST', headers, body: '{}' }));
  };
  const mtlsSts = async (): Promise<Answer> => {
    const { tenantId } = scene.holdfast.application('daemon');
    const url = `${scene.holdfast.ready.mtlsSts}/${tenantId}/oauth2/v2.0/token`;
    return read(await tls(new Request(url, { method: 'POST', body: new URLSearchParams({ grant_type: 'x' }) })));
  };
  const asks = { imds, 'app-service': appService, mits, sts } as const;

  test('certificates of managed identities are refused where they are shown, or where they are issued, so many times', async () => {
    const presets = {
      'attestation-time-range': 1000610,
      'attestation-issuer': 1000611,
      'attestation-claim': 1000612,
      'attestation-jku': 1000613,
      'attestation-signature': 1000614,
      'invalid-client': undefined,
    } as const;
    const places = { sts: mtlsSts, 'mtls-sts': mtlsSts, imds: credential } as const;
    for (const [service, ask] of Object.entries(places) as [keyof typeof places, () => Promise<Answer>][]) {
      for (const [preset, code] of Object.entries(presets) as [keyof typeof presets, number | undefined][]) {
        await inject({ service, preset, times: 2 });
        assert.equal((await sts()).status, 200, 'nobody else is hit');
        for (const _time of [1, 2]) {
          const { status, text } = await ask();
          const body = JSON.parse(text) as Record<string, unknown>;
          assert.deepEqual([status, body['error'], body['error_codes']], [401, 'invalid_client', code && [code]]);
          if (code === undefined) assert.deepEqual(body, { error: 'invalid_client' });
          else assert.ok(String(body['error_description']).startsWith(`AADSTS${code}: `));
        }
        assert.equal((await ask()).status, 400, `${service} ${preset}`);
      }
    }
    await assert.rejects(buildFault({ service: 'mits', preset: 'attestation-jku' }), { code: 'ERR_COMMAND_LINE' });
    await inject({ service: 'imds', preset: 'gone', path: '/issuecredential', times: 1 });
    assert.equal((await credential()).status, 410);
  });

  test('each preset hits the token requests of each service, once, and then the service is itself again', async () => {
    for (const [service, ask] of Object.entries(asks) as [keyof typeof asks, () => Promise<Answer>][]) {
      for (const [preset, expected] of [
        ['identity-not-found', service === 'mits' ? 404 : 400],
        ['gone', 410],
        ['throttled', 429],
        ['error', 500],
        ['unavailable', 503],
        ['html', 200],
        ['garbled', 200],
      ] as const) {
        await inject({ service, preset, times: 1 });
        const { status, headers, text } = await ask();
        assert.equal(status, expected, `${service} ${preset} ${text}`);
        assert.equal(text.includes('"token_type"'), false);
        assert.equal(headers.get('retry-after'), status === 429 || status === 503 ? '1' : null);
        assert.equal(headers.get('content-type')?.startsWith('text/html') === true, preset === 'html');
        if (preset !== 'html' && preset !== 'garbled') JSON.parse(text);
      }
      await inject({ service, preset: 'reset', times: 1 });
      await assert.rejects(ask(), service);
      await inject({ service, preset: 'slow', delay: 150, times: 1 });
      const before = performance.now();
      assert.equal((await ask()).status, 200);
      assert.ok(performance.now() - before >= 140, service);
      assert.equal((await ask()).status, 200, service);
    }
  });

  test('a preset says what the service would say, so that clients understand it', async () => {
    await fault(['imds', 'identity-not-found', '--times', '1']);
    assert.deepEqual(JSON.parse((await imds()).text), {
      error: 'invalid_request',
      error_description: 'Identity not found',
    });
    await fault(['app-service', 'identity-not-found', '--times', '1']);
    assert.match((await appService()).text, /"message":"No User Assigned/);
    await fault(['app-service', 'throttled', '--times', '1', '--retry-after', '7']);
    const throttled = await appService();
    assert.deepEqual(
      [throttled.headers.get('retry-after'), Object.keys(JSON.parse(throttled.text) as object)],
      ['7', ['statusCode', 'message', 'correlationId']],
    );
  });

  test('flags alone make any fault, for the requests that fit', async () => {
    const body = join(scene.folder, 'body.json');
    await writeFile(body, '{"error":"teapot"}\n');
    const made = await fault(['imds', '--status', '418', '-H', 'X-Reason: tea', '--body', body, '--path', '/compute']);
    assert.match(made.stdout, /^fault-\d+: imds answers 418 to \/compute, until holdfast fault clear\.\n$/);
    assert.equal((await imds()).status, 200);
    const url = `${scene.holdfast.ready.imds}/metadata/instance/compute?api-version=2021-02-01`;
    const hit = read(await fetch(url, { headers: { metadata: 'true' } }));
    const { status, headers, text } = await hit;
    assert.deepEqual([status, headers.get('x-reason'), text], [418, 'tea', '{"error":"teapot"}']);
  });

  test('stdin holds a whole fault, a body or the admin key, one of them', async () => {
    const whole = JSON.stringify({ service: 'imds', status: 500, times: 1 });
    const made = await runBinary(['fault', ...data, '--from', '-', '--json'], { input: whole });
    const said = JSON.parse(made.stdout) as { readonly ok: boolean; readonly id: string; readonly fault: object };
    assert.deepEqual([said.ok, said.fault], [true, JSON.parse(whole)]);
    assert.match(said.id, /^fault-\d+$/);
    assert.equal((await imds()).status, 500);
    await fault(['imds', '--status', '500', '--times', '1', '--body', '-'], 'from stdin');
    assert.equal((await imds()).text, 'from stdin');
    const { admin, adminKey } = scene.holdfast.ready;
    const byKey = await runBinary(['fault', '--admin', admin, '--admin-key-file', '-', 'clear'], { input: adminKey });
    assert.equal(byKey.code, 0, byKey.stderr);
    const twice = ['fault', '--admin', admin, '--admin-key-file', '-', 'imds', '--status', '500', '--body', '-'];
    assert.equal((await lines.run(twice, { input: adminKey })).code, 2);
  });

  test('clear takes every fault away', async () => {
    await fault(['imds', 'gone']);
    await fault(['sts', 'error']);
    assert.deepEqual([(await imds()).status, (await sts()).status], [410, 500]);
    const cleared = await runBinary(['fault', ...data, 'clear']);
    assert.deepEqual([cleared.code, cleared.stdout], [0, 'All faults are gone.\n']);
    assert.deepEqual([(await imds()).status, (await sts()).status], [200, 200]);
    assert.deepEqual(JSON.parse((await fault(['clear', '--json'])).stdout), { ok: true });
  });

  test('ends with 2 for a mistake in the command line, with 1 where the admin service says no', async () => {
    const rows: readonly (readonly [readonly string[], number])[] = [
      [[], 2],
      [['api', 'gone'], 2],
      [['imds', 'gon'], 2],
      [['imds', '--status', 'x'], 2],
      [['imds', '-H', 'nothing'], 2],
      [['clear', '--status', '500'], 2],
      [['clear', 'gone'], 2],
      [['imds', '--from', '-'], 2],
      [['--from', join(scene.folder, 'nothing.json')], 2],
      [['imds'], 2],
      [['imds', '--retry-after', '3'], 2],
      [['imds', '--status', '99'], 1],
      [['imds', 'reset', '--status', '500'], 1],
      [['imds', 'gone', '--times', '0'], 1],
    ];
    for (const [parameters, expected] of rows) {
      const { code, stdout, stderr } = await fault([...parameters, '--json'], '{}');
      assert.equal(code, expected, `${parameters.join(' ')}: ${stderr}`);
      const said = JSON.parse(stdout) as { readonly ok: boolean; readonly code: string; readonly mend: string };
      assert.equal(said.ok, false);
      assert.match(said.code, /^ERR_/);
      assert.match(stderr, /^holdfast fault: /);
      assert.equal(stderr.includes(scene.holdfast.ready.adminKey), false);
    }
    const nowhere = await lines.run(['fault', '--data', join(scene.folder, 'nothing'), 'clear']);
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stderr, /No holdfast up runs on this data directory/);
  });

  test('the help names every service and every preset', async () => {
    const { stdout } = await lines.run(['help', 'fault']);
    const words = stdout.replace(/\s+/g, ' ');
    for (const name of [...faultServices, ...faultPresets]) assert.ok(words.includes(name), name);
  });
});

async function read(response: Response): Promise<Answer> {
  return { status: response.status, headers: response.headers, text: await response.text() };
}
