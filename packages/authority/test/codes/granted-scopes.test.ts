import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { narrowScopes, parseScopes } from '../../src/codes/granted-scopes.ts';
import { createDirectory } from '../../src/directory/create-directory.ts';
import type { Api, Application } from '../../src/directory/directory.ts';
import { TokenRefused } from '../../src/errors/token-refused.ts';

const apiOf = (appIdUri: string, scopes: readonly string[], clientId?: string): Api => ({
  appIdUri,
  clientId,
  scopes,
  roles: [],
  tokenBinding: 'allowed',
  accessTokenVersion: 2,
});
const ordersId = '11111111-2222-3333-4444-555555555555';
const orders = apiOf('api://orders', ['read', 'write'], ordersId);
const graph = apiOf('https://graph.microsoft.com', ['User.Read']);
const nested = apiOf('api://orders/v2', ['read']);
const directory = createDirectory({
  tenants: [],
  applications: [],
  identities: [],
  users: [],
  apis: [orders, graph, nested],
});
const application = { delegatedPermissions: new Map([['api://orders', ['read']]]) } as unknown as Application;
const parse = (text: string): ReturnType<typeof parseScopes> => parseScopes(directory, text, application);

describe('scopes that a user stands behind', () => {
  it('name an API by its URI or its client id, and Graph by nothing', () => {
    const rows: readonly (readonly [string, Api, string, readonly string[]])[] = [
      ['api://orders/read', orders, 'api://orders', ['read']],
      ['api://orders/write api://orders/read', orders, 'api://orders', ['write', 'read']],
      [`${ordersId}/read`, orders, ordersId, ['read']],
      ['api://orders/v2/read', nested, 'api://orders/v2', ['read']],
      ['User.Read', graph, 'https://graph.microsoft.com', ['User.Read']],
      ['https://graph.microsoft.com/User.Read', graph, 'https://graph.microsoft.com', ['User.Read']],
      ['https://graph.microsoft.com//User.Read', graph, 'https://graph.microsoft.com/', ['User.Read']],
    ];
    for (const [text, api, resource, scopes] of rows) {
      const parsed = parse(text);
      assert.deepEqual([parsed.api, parsed.resource, parsed.scopes], [api, resource, scopes], text);
      assert.deepEqual(parsed.names, text.split(' '), text);
    }
  });

  it('keep those of OpenID Connect apart', () => {
    const parsed = parse('openid api://orders/read offline_access openid profile');
    assert.deepEqual(parsed.openid, ['openid', 'profile', 'offline_access']);
    assert.deepEqual(parsed.scopes, ['read']);
    const alone = parse('openid email');
    assert.deepEqual(alone, {
      api: undefined,
      resource: undefined,
      scopes: [],
      names: [],
      openid: ['openid', 'email'],
    });
  });

  it('take .default for what the application is registered for, and say both in the reply', () => {
    const parsed = parse('api://orders/.default openid');
    assert.deepEqual(parsed.scopes, ['read']);
    assert.deepEqual(parsed.names, ['api://orders/.default', 'api://orders/read']);
  });

  it('are refused, each for its reason', () => {
    const rows: readonly (readonly [string, string])[] = [
      ['', 'scopeMissing'],
      ['   ', 'scopeMissing'],
      [Array.from({ length: 65 }, (_, index) => `s${index}`).join(' '), 'scopeMissing'],
      ['api://orders/read User.Read', 'severalResources'],
      ['api://orders/read api://orders/v2/read', 'severalResources'],
      ['api://orders/.default api://orders/read', 'scopesMixed'],
      ['https://graph.microsoft.com/.default', 'permissionMissing'],
      ['api://nothing/read', 'resourceUnknown'],
      ['api://orders', 'resourceUnknown'],
      ['/read', 'resourceUnknown'],
      ['api://orders/Read', 'scopeUnknown'],
      ['api://orders/', 'scopeUnknown'],
      ['OpenID', 'scopeUnknown'],
      ['__proto__', 'scopeUnknown'],
    ];
    for (const [text, reason] of rows) {
      assert.throws(
        () => parse(text),
        (error: unknown) => error instanceof TokenRefused && error.reason === reason,
        text,
      );
    }
  });

  it('are narrowed to what is asked for, and never widened', () => {
    const granted = parse('openid offline_access api://orders/read api://orders/write');
    assert.deepEqual(narrowScopes(granted, parse('api://orders/read profile openid'))?.scopes, ['read']);
    assert.deepEqual(narrowScopes(granted, parse('api://orders/read profile openid'))?.openid, ['openid']);
    assert.equal(narrowScopes(granted, parse('openid profile'))?.api, undefined);
    assert.equal(narrowScopes(granted, parse('User.Read')), undefined);
    assert.equal(narrowScopes(parse('openid api://orders/read'), parse('api://orders/write')), undefined);
    assert.equal(narrowScopes(parse('openid'), parse('api://orders/read')), undefined);
  });
});
