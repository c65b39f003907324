import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { buildContentPolicy } from '../../src/pages/content-policy.ts';

const style = 'p { color: teal }';
const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const directives = (policy: string): ReadonlyMap<string, string> =>
  new Map(policy.split('; ').map((one) => [one.split(' ')[0]!, one.split(' ').slice(1).join(' ')]));

describe('content security policy', () => {
  it('permits one style, no script, no frame and no other base', () => {
    assert.equal(
      buildContentPolicy({ style, ownForms: false }),
      `default-src 'none'; style-src ${hash(style)}; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`,
    );
  });

  it('permits one script by its hash, where a page has one', () => {
    const policy = directives(buildContentPolicy({ style, script: 'go();', ownForms: false }));
    assert.equal(policy.get('script-src'), hash('go();'));
  });

  it('attack: forms go here and to the origin of the redirect address, or on loopback to its host, whatever else the address holds', () => {
    const cases: readonly (readonly [address: string, source: string])[] = [
      ['http://localhost:5173/redirect.html?a=b', 'http://localhost:* https://localhost:*'],
      ['https://app.example/cb', 'https://app.example'],
      ["https://app.example/;script-src 'unsafe-inline'", 'https://app.example'],
      ['https://app.example/a, default-src *', 'https://app.example'],
      ['https://bücher.example/cb', 'https://xn--bcher-kva.example'],
      ['http://127.0.0.1:3000/', 'http://127.0.0.1:* https://127.0.0.1:*'],
      ['https://localhost.thief.example/', 'https://localhost.thief.example'],
      ['https://notlocalhost/', 'https://notlocalhost'],
      // The grammar has no such address: the scheme is the closest that there is.
      ['http://[::1]:3000/cb', 'http:'],
    ];
    for (const [redirectUri, source] of cases) {
      const policy = directives(buildContentPolicy({ style, ownForms: true, redirectUri }));
      assert.equal(policy.get('form-action'), `'self' ${source}`, redirectUri);
      assert.deepEqual(
        [...policy.keys()],
        ['default-src', 'style-src', 'img-src', 'form-action', 'frame-ancestors', 'base-uri'],
      );
    }
  });
});
