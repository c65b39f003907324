import assert from 'node:assert/strict';
import { constants, sign } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { type IdentityRefusalReason, identityRefusals } from '../../src/errors/identity-refusals.ts';
import { type MachineReply, sendToMachine } from '../harness/machine-client.ts';
import {
  computeUnit,
  computeUnitAttribute,
  createMachineIdentity,
  credentialPath,
  type MachineIdentity,
  makeKey,
  makeRequest,
  metadataPath,
} from '../harness/machine-identity.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';
import { Attribute } from '../harness/x509-requests.ts';

describe('requests for certificates of managed identities', () => {
  let running: RunningAuthority;
  let worker: MachineIdentity;
  const key = makeKey();
  const other = makeKey();
  before(async () => {
    running = await runAuthority({
      directory: parseDirectory('tenants: { fabrikam.example: { identities: { elsewhere: {} } } }'),
    });
    worker = createMachineIdentity(running, 'worker');
  });
  after(async () => {
    worker.close();
    await running.close();
  });

  const expectRow = (reply: MachineReply, reason: IdentityRefusalReason, word = ''): void => {
    const { status, error, text } = identityRefusals[reason];
    assert.deepEqual([reply.status, reply.body['error']], [status, error], reply.text);
    assert.equal(reply.body['error_description'], text.replace('{name}', word));
    assert.deepEqual(running.events.at(-1), { name: 'identity.refused', service: 'imds', reason });
  };

  it('are refused without the Metadata header, which is how clients find out that version 2 is here', async () => {
    for (const headers of [{}, { Metadata: 'True' }, { Metadata: ['true', 'true'] }]) {
      const probe = await sendToMachine(running, metadataPath, { headers });
      expectRow(probe, 'metadataMissing');
      assert.match(String(probe.headers['server']), /^IMDS\//);
      expectRow(
        await sendToMachine(running, credentialPath, { method: 'POST', headers, body: '{}' }),
        'metadataMissing',
      );
    }
  });

  it('are refused for another version, other methods and names of version 1', async () => {
    const headers = { Metadata: 'true' };
    const ask = (path: string, method = 'GET'): Promise<MachineReply> =>
      sendToMachine(running, path, { headers, method });
    const [path] = metadataPath.split('?') as [string];
    expectRow(await ask(path), 'credentialVersionMissing');
    expectRow(await ask(`${path}?api-version=2018-02-01`), 'credentialVersionMissing');
    expectRow(await ask(`${path}?cred-api-version=1.0`), 'credentialVersionUnknown');
    expectRow(await ask(`${path}?cred-api-version=2.0&cred-api-version=2.0`), 'parameterRepeated', 'cred-api-version');
    for (const name of ['msi_res_id', 'msiResId', 'MSI_RES_ID', 'msi%5fres%5fid']) {
      expectRow(await ask(`${metadataPath}&${name}=/subscriptions/x`), 'variableUnsupported');
    }
    expectRow(
      await ask(`${metadataPath}&client_id=${worker.clientId}&object_id=${worker.clientId}`),
      'identityAmbiguous',
    );
    expectRow(await ask(`${metadataPath}&client_id=11111111-2222-3333-4444-555555555555`), 'identityNotFound');
    const wrong = await ask(metadataPath, 'POST');
    expectRow(wrong, 'methodWrong', 'GET');
    assert.equal(wrong.headers['allow'], 'GET');
    const read = await ask(credentialPath);
    expectRow(read, 'methodWrong', 'POST');
    assert.equal(read.headers['allow'], 'POST');
  });

  it('are refused with a body that is none', async () => {
    const csr = await worker.csr(key);
    for (const [body, word] of [
      ['', 'JSON'],
      ['[]', 'JSON'],
      ['{"csr":', 'JSON'],
      [`{"csr":"${csr}","csr":"${csr}"}`, 'JSON'],
      ['{}', 'csr'],
      ['{"csr":""}', 'csr'],
      ['{"csr":1}', 'csr'],
      ['{"csr":"!"}', 'csr'],
      [`{"csr":"${'A'.repeat(17_000)}"}`, 'csr'],
      [`{"csr":"${csr}","attestation_token":1}`, 'attestation_token'],
      [`{"csr":"${csr}","attestation_token":"a b"}`, 'attestation_token'],
      [`{"csr":"${csr}","attestation_token":"${'a'.repeat(8193)}"}`, 'attestation_token'],
      [`{"csr":"${'A'.repeat(70_000)}"}`, 'too long'],
    ] as const) {
      expectRow(await worker.credential(body), 'bodyMalformed', word);
    }
    const form = { Metadata: 'true', 'content-type': 'application/x-www-form-urlencoded' };
    const path = credentialPath + worker.query;
    const reply = await sendToMachine(running, path, { method: 'POST', headers: form, body: `csr=${csr}` });
    expectRow(reply, 'bodyMalformed', 'no JSON');
    assert.equal(reply.headers['connection'], 'close');
    expectRow(await worker.credential({ csr }, '&bypass_cache=1'), 'bypassCacheWrong');
    expectRow(
      await worker.credential({ csr }, '&bypass_cache=true&bypass_cache=false'),
      'parameterRepeated',
      'bypass_cache',
    );
  });

  it('are refused when they are of another key than the one that signed them', async () => {
    const sound = Buffer.from(await worker.csr(key), 'base64');
    const foreign = Buffer.from(await worker.csr(other), 'base64');
    // The request of one key with the signature of another: both parts as long as each other.
    const mixed = Buffer.concat([sound.subarray(0, -256), foreign.subarray(-256)]);
    expectRow(await worker.credential({ csr: mixed.toString('base64') }), 'certificateRequestRefused', 'signature');
    const changed = Buffer.from(sound);
    changed[changed.length - 1]! ^= 1;
    expectRow(await worker.credential({ csr: changed.toString('base64') }), 'certificateRequestRefused', 'signature');
    // Replayed with the key of somebody else in the place of the one that signed; a function, for `$&` among random bytes would be a pattern.
    const swapped = Buffer.from(
      sound.toString('latin1').replace(modulusOf(key), () => modulusOf(other)),
      'latin1',
    );
    assert.equal(swapped.length, sound.length);
    assert.equal(swapped.equals(sound), false);
    expectRow(await worker.credential({ csr: swapped.toString('base64') }), 'certificateRequestRefused', 'signature');
  });

  it('are refused with another signature scheme, hash or salt, and with a weak or foreign key', async () => {
    for (const changes of [{ saltLength: 20 }, { saltLength: 0 }, { hash: 'SHA-384' }, { hash: 'SHA-1' }]) {
      const csr = await worker.csr(key, changes);
      expectRow(await worker.credential({ csr }), 'certificateRequestRefused', 'signature');
    }
    const weak = await worker.csr(makeKey(1024));
    expectRow(await worker.credential({ csr: weak }), 'certificateRequestRefused', 'key');
  });

  it('are refused for another subject: another identity, another tenant, and anything beside the two', async () => {
    const { clientId, tenantId } = worker;
    const [system, elsewhere] = ['system', 'elsewhere'].map((name) => createMachineIdentity(running, name));
    const DC = [{ ia5String: tenantId }];
    const CN = [{ utf8String: clientId }];
    for (const subject of [
      [{ DC }, { CN: [{ utf8String: system!.clientId }] }],
      [{ DC: [{ ia5String: elsewhere!.tenantId }] }, { CN }],
      [{ CN }],
      [{ DC }],
      [],
      [{ DC }, { CN }, { O: [{ utf8String: 'Contoso' }] }],
      [{ DC }, { CN }, { CN }],
      [{ DC }, { DC }, { CN }],
    ]) {
      const csr = await worker.csr(key, { subject: subject as never });
      expectRow(await worker.credential({ csr }), 'certificateRequestRefused', 'subject');
    }
    // The request of one identity, sent in the name of another.
    expectRow(await worker.credential({ csr: await system!.csr(key) }), 'certificateRequestRefused', 'subject');
    const one = await worker.csr(key, { subject: [{ CN, DC }] as never });
    assert.equal((await worker.credential({ csr: one })).status, 200, 'one part with both is the same name');
  });

  it('are refused from another machine, and with wishes that nobody would hear', async () => {
    const { vmId } = (await worker.metadata()).body['cuId'] as { vmId: string };
    const own = JSON.stringify({ vmId });
    for (const attributes of [
      [],
      [computeUnit(JSON.stringify({ vmId: '11111111-2222-3333-4444-555555555555' }))],
      [computeUnit(JSON.stringify({ vmId, vmssId: vmId }))],
      [computeUnit(JSON.stringify({ vmssId: vmId }))],
      [computeUnit(`{"vmId":"x","vmId":"${vmId}"}`)],
      [computeUnit('null')],
      [computeUnit('')],
      [computeUnit(own), computeUnit(own)],
      [computeUnit(own), new Attribute('1.2.840.113549.1.9.7', [computeUnit('secret').values[0]!])],
      [new Attribute(computeUnitAttribute, [computeUnit(own).values[0]!, computeUnit('{}').values[0]!])],
      [new Attribute(computeUnitAttribute, [Uint8Array.from([0x04, 0x02, 0x7b, 0x7d]).buffer])],
      [new Attribute('1.3.6.1.4.1.311.90.2.11', [computeUnit(own).values[0]!])],
    ]) {
      const csr = await worker.csr(key, { attributes });
      expectRow(await worker.credential({ csr }), 'certificateRequestRefused', 'cuId');
    }
    // Another authority, another machine: a request that was recorded there is worth nothing here.
    const neighbour = await runAuthority({ directory: parseDirectory('') });
    const foreign = createMachineIdentity(neighbour, 'worker');
    const { clientId, tenantId } = worker;
    const there = JSON.stringify((await foreign.metadata()).body['cuId']);
    const recorded = await makeRequest({ key, clientId, tenantId, computeUnit: there });
    await neighbour.close();
    expectRow(await worker.credential({ csr: recorded.toString('base64') }), 'certificateRequestRefused', 'cuId');
  });

  it('are refused when they are no requests at all', async () => {
    const sound = Buffer.from(await worker.csr(key), 'base64');
    const certificate = running.authority.certificates.machineCa.certPem.replaceAll(/-----.*-----|\s/g, '');
    for (const csr of [certificate, 'AAAA', 'MAA=', sound.subarray(0, 300).toString('base64')]) {
      expectRow(await worker.credential({ csr }), 'certificateRequestRefused', 'PKCS #10');
    }
  });

  it('are refused with anything smuggled in, signed or not, and in any spelling but DER', async () => {
    const sound = Buffer.from(await worker.csr(key), 'base64');
    // SEQUENCE { what is signed, algorithm, BIT STRING of 257 bytes }
    const signed = sound.subarray(4, 8 + sound.readUInt16BE(6));
    const algorithm = sound.subarray(4 + signed.length, -261);
    const signature = sound.subarray(-261);
    const sequence = (...parts: readonly Buffer[]): Buffer => {
      const body = Buffer.concat(parts);
      return Buffer.concat([Buffer.from([0x30, 0x82, body.length >> 8, body.length & 0xff]), body]);
    };
    const signAgain = (part: Buffer): Buffer => {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return Buffer.concat([signature.subarray(0, 5), sign('sha256', part, { key: key.key, padding, saltLength: 32 })]);
    };
    const number = Buffer.from([0x02, 0x01, 0x05]);
    const more = sequence(signed.subarray(4), number);
    const later = Buffer.from(signed);
    later[6] = 1;
    const odd = Buffer.from(signature);
    odd[4] = 7;
    for (const [what, csr] of [
      ['behind it', Buffer.concat([sound, number])],
      ['behind the signature', sequence(signed, algorithm, signature, number)],
      ['in what is signed', sequence(more, algorithm, signAgain(more))],
      ['another version', sequence(later, algorithm, signAgain(later))],
      ['bits of the signature that do not count', sequence(signed, algorithm, odd)],
      ['a length with a zero before it', Buffer.concat([Buffer.from([0x30, 0x83, 0]), sound.subarray(2)])],
      ['no length', Buffer.concat([Buffer.from([0x30, 0x80]), sound.subarray(4), Buffer.from([0, 0])])],
    ] as const) {
      const reply = await worker.credential({ csr: csr.toString('base64') });
      assert.equal(reply.status, 400, what);
      expectRow(reply, 'certificateRequestRefused', 'PKCS #10');
    }
    const rebuilt = sequence(signed, algorithm, signAgain(signed)).toString('base64');
    assert.equal((await worker.credential({ csr: rebuilt })).status, 200);
  });

  it('are refused to web pages and proxies, and under another Host', async () => {
    const { port } = new URL(running.description.imds);
    const body = JSON.stringify({ csr: await worker.csr(key) });
    const json = { Metadata: 'true', 'content-type': 'application/json' };
    for (const [more, reason, word] of [
      [{ Origin: 'https://evil.example' }, 'callerForeign', 'origin'],
      [{ 'X-Forwarded-For': '10.0.0.1' }, 'callerForeign', 'x-forwarded'],
      [{ 'Sec-Fetch-Site': 'cross-site' }, 'callerForeign', 'sec-fetch'],
      [{ Host: `evil.example:${port}` }, 'hostForeign', ''],
    ] as const) {
      const headers = { ...json, ...more };
      const reply = await sendToMachine(running, credentialPath + worker.query, { method: 'POST', headers, body });
      expectRow(reply, reason, word);
      assert.equal(reply.headers['connection'], 'close');
    }
  });

  it('are counted by route, and fail where a fault says so', async () => {
    const inject = (fault: object): Promise<Response> =>
      running.admin('/faults', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
    await inject({ service: 'imds', match: { path: '/getplatformmetadata' }, status: 410, times: 1 });
    assert.equal((await worker.metadata()).status, 410);
    assert.equal((await worker.metadata()).status, 200);
    const csr = await worker.csr(key);
    await inject({
      service: 'imds',
      match: { path: '/issuecredential', body: csr.slice(0, 40) },
      status: 429,
      times: 1,
    });
    assert.equal((await worker.credential({ csr })).status, 429);
    assert.equal((await worker.credential({ csr })).status, 200);
    const { services } = (await (await running.admin('/counters')).json()) as {
      services?: Record<string, Record<string, number>>;
    };
    const counted = JSON.stringify(services ?? (await (await running.admin('/counters')).json()));
    assert.match(counted, /"GET \/metadata\/identity\/getplatformmetadata":[1-9]/);
    assert.match(counted, /"POST \/metadata\/identity\/issuecredential":[1-9]/);
  });
});

function modulusOf({ jwk }: { readonly jwk: { readonly n: string } }): string {
  return Buffer.from(jwk.n, 'base64url').toString('latin1');
}
