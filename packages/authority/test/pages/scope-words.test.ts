import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scopeWords } from '../../src/pages/scope-words.ts';

const textOf = (scope: string, api = 'orders-api'): string => scopeWords(scope, api).markup.replaceAll(/<[^>]+>/g, '');

describe('permissions in words', () => {
  it('have words where the name means the same everywhere', () => {
    for (const [scope, words] of [
      ['read', 'Read data in orders-api, in your name'],
      ['Write', 'Change data in orders-api, in your name'],
      ['Orders.Read', 'Read Orders in orders-api, in your name'],
      ['Orders.ReadWrite.All', 'Read and change Orders in orders-api, in your name'],
      ['Shop.Orders.Read', 'Read Shop.Orders in orders-api, in your name'],
      ['user_impersonation', 'Do in orders-api whatever you may do'],
    ] as const) {
      assert.equal(textOf(scope), words);
    }
  });

  it('are shown by their names where it does not', () => {
    for (const scope of ['fetch.parcels', 'Read.Orders', 'reading', 'constructor', 'All', '.default', '__proto__']) {
      assert.equal(textOf(scope), `Use ${scope} of orders-api in your name`);
    }
  });

  it('attack: no name of an API or of a permission is markup', () => {
    assert.equal(textOf('<b>.Read', '<i>'), 'Read &lt;b&gt; in &lt;i&gt;, in your name');
  });
});
