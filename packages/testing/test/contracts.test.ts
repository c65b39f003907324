import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { before, describe, it } from 'node:test';

const fixtures = ['broken-implementations.ts', 'broken-cluster-stores.ts', 'broken-key-providers.ts'].map((name) =>
  resolve(import.meta.dirname, 'fixtures', name),
);

const expected: Readonly<Record<string, string>> = {
  'MachineKeyProvider contract: makes a key for everybody': 'gives everybody the same key, at the same time and later',
  'MachineKeyProvider contract: names another key': 'names its key by the SHA-256 of the public half',
  'MachineKeyProvider contract: presents another key': 'has TLS present the other half of the same key, or name it',
  'MachineKeyProvider contract: boasts': 'says of its strength what is so',
  'MachineKeyProvider contract: shows what TLS presents':
    'keeps what TLS presents, and every secret, out of JSON, inspection and copies',
  'MachineKeyProvider contract: goes on after it was closed': 'gives nothing once it was closed, however often',
  'AttestationProvider contract: gives blanks': 'fails when there is blanks, and never gives less than a token',
  'AttestationProvider contract: goes on unattested': 'fails when there is failure, and never gives less than a token',
  'AttestationProvider contract: remembers a failure': 'does not remember a failure',
  'AttestationProvider contract: wraps the abort':
    'ends the wait of a caller who has left, and does not call that a failure',
  'SigningKey contract: signs with another key': 'signs what its public key verifies (RFC 7515 section 5.2)',
  'SigningKey contract: has a wrong thumbprint': 'has the thumbprint of its public key (RFC 7638 section 3)',
  'SigningKey contract: shows a private member': 'shows only the public part of its key',
  'SigningKey contract: holds a key handle': 'keeps its private part out of JSON, inspection and properties',
  'SigningKey contract: holds a secret text': 'keeps its private part out of JSON, inspection and properties',
  'SigningKey contract: mixes up concurrent signatures': 'signs concurrently, each signature for its own data',
  'SigningKey contract: signs half of a long text':
    'signs texts as it signs their bytes, long ones too and several at once',
  'ReplayStore contract: looks before it writes': 'grants exactly one of 64 concurrent claims',
  'ReplayStore contract: does not separate owner and id':
    'does not confuse owner and id where one ends and the other begins',
  'ReplayStore contract: forgets one second early': 'keeps an entry until the last second it is live, and no longer',
  'ReplayStore contract: drops the oldest entry when full': 'refuses when it is full and never drops a live entry',
  'CertificateSource contract: forgets the last good one':
    'keeps the last good one while the new one is unusable, and mends itself',
  'CertificateSource contract: gives a copy every time': 'gives everybody the same value until there is another',
  'ReplayStore contract: knows no quota': 'refuses an owner that has used up its quota, and nobody else',
  'ClusterTokenStore contract: looks before it grants':
    'grants one of 64 claims that come together, and tells the others that it is held',
  'ClusterTokenStore contract: checks no fence': 'lets a late holder change nothing once another was granted the place',
  'ClusterTokenStore contract: gives a refused token until there is another':
    'gives a refused token to nobody any more, and grants one of 64 who refuse it together',
  'ClusterTokenStore contract: holds any hash against the token': 'gives the token there is to whoever names another',
  'ClusterTokenStore contract: has leases without end':
    'replaces a holder who was not heard of for the length of his lease',
  'ClusterTokenStore contract: counts no grants':
    'grants an owner no more than he has for the minute, whatever places he names',
};

describe('contract suites', () => {
  const failed = new Map<string, Set<string>>();

  before(() => {
    const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
    const said = fixtures.map((fixture) => {
      const words = ['--conditions=source', '--test-reporter=tap', fixture];
      return spawnSync(process.execPath, words, { env, encoding: 'utf8' }).stdout;
    });
    let contract = '';
    for (const line of said.join('\n').split('\n')) {
      contract = /^# Subtest: (.*)$/.exec(line)?.[1] ?? contract;
      const title = /^ {4}not ok \d+ - (.*)$/.exec(line)?.[1];
      if (title !== undefined) failed.set(contract, (failed.get(contract) ?? new Set()).add(title));
    }
  });

  for (const [contract, title] of Object.entries(expected)) {
    it(`${contract}: fails "${title}"`, () => assert.ok(failed.get(contract)?.has(title)));
  }

  it('find something in every broken implementation', () =>
    assert.deepEqual([...failed.keys()].sort(), Object.keys(expected).sort()));
});
