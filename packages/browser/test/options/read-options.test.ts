import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BrowserClientOptions } from '../../src/options/client-options.ts';
import { readOptions } from '../../src/options/read-options.ts';

const given: BrowserClientOptions = {
  clientId: 'app',
  authority: 'https://login.example/contoso.example/v2.0',
  redirectUri: 'https://app.example/',
};

describe('options of a client', () => {
  it('have defaults of which none is weaker than another choice', () => {
    const settings = readOptions(given);
    assert.deepEqual(
      [settings.scheme, settings.proofAlgorithm, settings.shrDialect, settings.storage],
      ['pop', 'RS256', 'strict', 'indexeddb'],
    );
    assert.deepEqual([settings.timeoutMs, settings.popupTimeoutMs, settings.frameTimeoutMs], [30_000, 300_000, 6_000]);
    assert.deepEqual(settings.authority, { origin: 'https://login.example', tenant: 'contoso.example' });
    assert.ok(Object.isFrozen(settings));
  });

  it('are the same when they are given as undefined', () => {
    const undefinedOnes = {
      authenticationScheme: undefined,
      timeoutMs: undefined,
      storage: undefined,
      events: undefined,
    };
    const { transport: _, emit: __, ...settings } = readOptions({ ...given, ...undefinedOnes });
    const { transport: ___, emit: ____, ...plain } = readOptions(given);
    assert.deepEqual(settings, plain);
  });

  const wrong: Readonly<Record<string, object>> = {
    'no client id': { clientId: '' },
    'an authority over http': { authority: 'http://login.example/t' },
    'an authority without a tenant': { authority: 'https://login.example' },
    'a redirect address that is none': { redirectUri: '/callback' },
    'no redirect address where there is no page': { redirectUri: undefined },
    'an address after sign-out that is none': { postLogoutRedirectUri: 'later' },
    'a known authority that is more than a host': { knownAuthorities: ['https://login.example/path'] },
    'text in the place of a list of capabilities': { clientCapabilities: 'cp1' },
    'an algorithm that is not there': { proofAlgorithm: 'HS256' },
    'a dialect that is not there': { shrDialect: 'loose' },
    'a storage that is not there': { storage: 'localStorage' },
    'a timeout of nothing': { timeoutMs: 0 },
    'a timeout that no timer holds': { popupTimeoutMs: 2 ** 31 },
    'a timeout in words': { frameTimeoutMs: '6s' },
  };
  for (const [name, options] of Object.entries(wrong)) {
    it(`are refused with ${name}`, () => {
      assert.throws(() => readOptions({ ...given, ...options }), TypeError);
    });
  }

  for (const scheme of ['mtls_pop', 'dpop']) {
    it(`are refused with ${scheme}: a page cannot bind tokens that way, and gets nothing weaker`, () => {
      assert.throws(() => readOptions({ ...given, authenticationScheme: scheme }), { code: 'ERR_SCHEME_UNAVAILABLE' });
    });
  }

  it('are refused with a scheme that nobody knows', () => {
    assert.throws(() => readOptions({ ...given, authenticationScheme: 'baerer' }), { code: 'ERR_SCHEME_UNKNOWN' });
  });
});
