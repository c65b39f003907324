import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findVectors } from '@holdfast/testing';
import type { JsonObject } from '../../src/base/strict-json.ts';
import { hasCapability, mergeClaims, readCapabilities } from '../../src/challenge/capabilities.ts';

describe('mergeClaims', () => {
  it('asks for nothing when there is nothing to ask for', () => {
    assert.equal(mergeClaims(undefined, []), undefined);
    const claims = { id_token: null };
    assert.equal(mergeClaims(claims, []), claims);
  });

  it('makes a request of capabilities alone', () => {
    assert.deepEqual(mergeClaims(undefined, ['cp1']), { access_token: { xms_cc: { values: ['cp1'] } } });
  });

  it('keeps everything else, at every depth', () => {
    const claims = {
      userinfo: { email: null },
      access_token: { nbf: { essential: true, value: '1726077595' }, xms_cc: { essential: false, values: ['llt'] } },
      id_token: { auth_time: { essential: true } },
    };
    assert.deepEqual(mergeClaims(claims, ['cp1']), {
      userinfo: { email: null },
      access_token: {
        nbf: { essential: true, value: '1726077595' },
        xms_cc: { essential: false, values: ['llt', 'cp1'] },
      },
      id_token: { auth_time: { essential: true } },
    });
  });

  it('does not change what it is given', () => {
    const claims = { access_token: { xms_cc: { values: ['llt'] } } };
    const before = structuredClone(claims);
    mergeClaims(claims, ['cp1']);
    assert.deepEqual(claims, before);
  });

  it('repeats no capability, whatever its letter case, and keeps the first spelling', () => {
    assert.deepEqual(mergeClaims({ access_token: { xms_cc: { values: ['CP1'] } } }, ['cp1', 'cp2', 'CP2']), {
      access_token: { xms_cc: { values: ['CP1', 'cp2'] } },
    });
  });

  it('takes null for nothing more to say (OpenID Connect Core section 5.5.1)', () => {
    const merged = { access_token: { xms_cc: { values: ['cp1'] } } };
    assert.deepEqual(mergeClaims({ access_token: null }, ['cp1']), merged);
    assert.deepEqual(mergeClaims({ access_token: { xms_cc: null } }, ['cp1']), merged);
    assert.deepEqual(mergeClaims({ access_token: { xms_cc: { values: null } } }, ['cp1']), merged);
  });

  it('refuses to write over a member of another shape', () => {
    const claims: JsonObject[] = [
      { access_token: 'secret' },
      { access_token: ['secret'] },
      { access_token: { xms_cc: 'secret' } },
      { access_token: { xms_cc: { values: 'secret' } } },
      { access_token: { xms_cc: { values: ['secret', 1] } } },
    ];
    for (const one of claims) {
      assert.throws(
        () => mergeClaims(one, ['cp1']),
        (error: Error & { code?: string }) => error.code === 'ERR_CLAIMS_SHAPE' && !error.message.includes('secret'),
      );
    }
  });
});

describe('readCapabilities', () => {
  it('reads what mergeClaims wrote', () => {
    assert.deepEqual(readCapabilities(mergeClaims({ id_token: {} }, ['CP1', 'llt']) ?? {}), ['CP1', 'llt']);
  });

  it('finds none in any other request', () => {
    const claims: JsonObject[] = [
      {},
      { access_token: null },
      { access_token: [] },
      { access_token: { xms_cc: null } },
      { access_token: { xms_cc: { values: 'cp1' } } },
      { access_token: { xms_cc: { value: 'cp1' } } },
      { id_token: { xms_cc: { values: ['cp1'] } } },
    ];
    for (const one of claims) assert.deepEqual(readCapabilities(one), []);
  });

  it('leaves out what is no text, and repetitions', () => {
    assert.deepEqual(readCapabilities({ access_token: { xms_cc: { values: ['cp1', 1, null, 'CP1', 'cp2'] } } }), [
      'cp1',
      'cp2',
    ]);
  });
});

describe('hasCapability', () => {
  it('compares without letter case', () => {
    assert.equal(hasCapability(['CP1'], 'cp1'), true);
    assert.equal(hasCapability(['cp1'], 'CP1'), true);
    assert.equal(hasCapability(['cp10', 'xcp1'], 'cp1'), false);
    assert.equal(hasCapability([], 'cp1'), false);
  });
});

interface MsalVectors {
  readonly claimsMerge: readonly {
    readonly claims: string | null;
    readonly clientCapabilities: string[];
    readonly merged: string;
  }[];
}
const vectors = findVectors<MsalVectors>('msal-js.json');

describe('mergeClaims as MSAL.js merges', { skip: vectors === undefined && 'no recorded vectors here' }, () => {
  for (const { claims, clientCapabilities, merged } of vectors?.claimsMerge ?? []) {
    it(`merges ${clientCapabilities.join(' and ')} into ${claims ?? 'nothing'}`, () => {
      const given = claims === null ? undefined : (JSON.parse(claims) as JsonObject);
      assert.equal(JSON.stringify(mergeClaims(given, clientCapabilities)), merged);
    });
  }
});
