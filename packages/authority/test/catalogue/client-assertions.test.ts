import assert from 'node:assert/strict';
import { constants, createHash, privateEncrypt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createFakeClock } from '@holdfast/testing';
import { type ClientAssertions, createClientAssertions, encodePart } from '../harness/client-assertions.ts';
import { codeOf, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

let running: RunningAuthority;
let assertions: ClientAssertions;
const clock = createFakeClock(Date.now());
before(async () => {
  running = await runAuthority({ clock });
  assertions = await createClientAssertions(running, clock);
});
after(() => running.close());

/** `issued`, or the AADSTS number. */
async function judge(assertion: string): Promise<unknown> {
  const reply = await assertions.send(assertion);
  return reply.status === 200 ? 'issued' : codeOf(reply);
}

test('catalogue 22: an assertion is meant for this authority and this tenant, and for nobody else beside them', async () => {
  const { claims, signed, ps256 } = assertions;
  const { sts, tenantId, description } = running;
  const mine = `${sts}/${tenantId}/oauth2/v2.0/token`;
  const addressed = (aud: unknown): Promise<unknown> => judge(signed(ps256(), claims({ aud })));
  assert.equal(await addressed(mine), 'issued');
  assert.equal(await addressed([mine]), 'issued');
  const others = [
    'https://evil.example',
    sts,
    `${sts}/`,
    description.tenants[1]?.id,
    running.application('daemon').clientId,
  ];
  for (const other of others) {
    assert.equal(await addressed(other), 700023, other);
    assert.equal(await addressed([mine, other]), 700023, `ours and ${other}`);
    assert.equal(await addressed([other, mine]), 700023, `${other} and ours`);
  }
  const otherTenant = `${sts}/${description.tenants[1]?.id}/oauth2/v2.0/token`;
  const near = [
    `${mine}?x=1`,
    `${mine}#x`,
    `${mine}//`,
    ` ${mine}`,
    `${mine}.evil.example`,
    mine.replace('https', 'http'),
  ];
  for (const aud of [
    otherTenant,
    ...near,
    `https://evil.example/?${mine}`,
    [[mine]],
    { 0: mine },
    [],
    null,
    undefined,
  ]) {
    assert.equal(await addressed(aud), 700023, JSON.stringify(aud));
  }
});

test('catalogue 36: a signature block or a certificate with anything added to it verifies nothing', async () => {
  const { claims, key, certificate, ps256, signed, sha256 } = assertions;
  const input = `${encodePart({ alg: 'RS256', 'x5t#S256': sha256 })}.${encodePart(claims())}`;
  const hash = createHash('sha256').update(input).digest();
  const prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex');
  const length = (certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  /** A block of PKCS #1 as an attacker would like it to be read, really signed. */
  const block = (start: readonly number[], digestInfo: Buffer, garbage = Buffer.alloc(0)): string => {
    const padding = Buffer.alloc(
      length - start.length - 1 - digestInfo.length - garbage.length,
      start[1] === 1 ? 0xff : 0x11,
    );
    const encoded = Buffer.concat([Buffer.from(start), padding, Buffer.of(0), digestInfo, garbage]);
    const signature = privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
    return `${input}.${signature.toString('base64url')}`;
  };
  const sound = Buffer.concat([prefix, hash]);
  const withHex = (hex: string): Buffer => Buffer.concat([Buffer.from(hex, 'hex'), hash]);
  assert.equal(await judge(block([0, 1], sound)), 'issued');
  const blocks: Readonly<Record<string, string>> = {
    'something behind the hash': block([0, 1], sound, Buffer.alloc(32, 0xaa)),
    'almost all of it behind the hash': block([0, 1], sound, Buffer.alloc(length - 65, 0xaa)),
    'the parameters left out': block([0, 1], withHex('302f300b0609608648016503040201' + '0420')),
    'other parameters': block([0, 1], withHex('3033300f06096086480165030402010402aaaa0420')),
    'a long form of the length': block([0, 1], withHex('308131300d060960864801650304020105000420')),
    'the padding of encryption': block([0, 2], sound),
    'no padding at all': block([0, 0], sound),
    'another hash': block(
      [0, 1],
      Buffer.concat([Buffer.from('3021300906052b0e03021a05000414', 'hex'), hash.subarray(0, 20)]),
    ),
    'the bare hash': block([0, 1], hash),
  };
  for (const [what, assertion] of Object.entries(blocks)) assert.equal(await judge(assertion), 700027, what);
  const good = Buffer.from(block([0, 1], sound).slice(input.length + 1), 'base64url');
  for (const signature of [
    Buffer.concat([Buffer.of(0), good]),
    Buffer.concat([good, Buffer.of(0)]),
    good.subarray(1),
  ]) {
    assert.equal(await judge(`${input}.${signature.toString('base64url')}`), 700027, `${signature.length} bytes`);
  }

  const named = (der: Buffer): string => signed({ ...ps256(), x5c: [der.toString('base64')] }, claims());
  assert.equal(await judge(named(certificate.raw)), 'issued');
  const longer = Buffer.concat([certificate.raw, Buffer.from('more')]);
  for (const der of [longer, certificate.raw.subarray(0, -1), Buffer.concat([Buffer.of(0), certificate.raw])]) {
    assert.equal(await judge(named(der)), 700027, `certificate of ${der.length} bytes`);
  }
});
