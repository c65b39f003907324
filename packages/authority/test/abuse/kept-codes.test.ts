import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { collectGarbage } from '@holdfast/testing';
import { authorizeQuery } from '../harness/person.ts';
import { openPage } from '../harness/redeeming-page.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

/*
 * A code is kept until many others came after it, and any site can have a browser ask for codes, by the hundred in a second. So ten thousand
 * of them, asked for with requests as long as they may be, must not fill the memory of the authority.
 */
describe('attack: codes that are asked for with long requests, and never redeemed', () => {
  const count = 150;
  const mostBytesEach = 20_000;
  let running: RunningAuthority;
  let cookie: string;
  before(async () => {
    running = await runAuthority({
      directory: parseDirectory('tenants: { contoso.example: { applications: { spa: { consent: granted } } } }'),
    });
    const { person } = await openPage(running);
    cookie = [...person.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
  });
  after(() => running.close());

  const bytesOfEach = async (body: string): Promise<number> => {
    const ask = async (): Promise<void> => {
      const response = await running.fetch(`${running.sts}/${running.tenantId}/oauth2/v2.0/authorize`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
      assert.match(response.headers.get('location') ?? '', /#code=/);
    };
    for (let index = 0; index < 20; index += 1) await ask();
    collectGarbage();
    const former = process.memoryUsage().heapUsed;
    for (let index = 0; index < count; index += 1) await ask();
    collectGarbage();
    return (process.memoryUsage().heapUsed - former) / count;
  };

  it('hold nothing of a claims request with thousands of wishes but what tokens can say', async () => {
    const wishes = Array.from({ length: 1000 }, (_, index) => `"w${index}":{}`).join(',');
    const contexts = Array.from({ length: 8 }, (_, index) => `"${String(index).repeat(300)}"`).join(',');
    const claims = `{"id_token":{${wishes}},"access_token":{"acrs":{"values":["c1",${contexts}]}}}`;
    const bytes = await bytesOfEach(authorizeQuery(running, { prompt: 'none', claims }));
    assert.ok(bytes < mostBytesEach, `${Math.round(bytes)} bytes`);
  });

  it('hold nothing of a body whose other parameters nobody understands', async () => {
    const body = `${authorizeQuery(running, { prompt: 'none' })}&unknown=${'x'.repeat(60_000)}`;
    const bytes = await bytesOfEach(body);
    assert.ok(bytes < mostBytesEach, `${Math.round(bytes)} bytes`);
  });
});
