import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('the address of the authority', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());

  it('says to people that it runs, with links to the metadata of each tenant', async () => {
    const response = await running.fetch(`${running.sts}/`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.match(response.headers.get('content-security-policy') ?? '', /form-action 'none'/);
    const links = [...(await response.text()).matchAll(/<a href="([^"]+)"/g)].map(([, address = '']) => address);
    assert.equal(links.length, running.description.tenants.length);
    for (const link of links) assert.equal((await running.fetch(`${running.sts}${link}`)).status, 200);
  });

  it('attack: no page of another origin reads it, and it says no name, id or secret of anybody', async () => {
    const response = await running.fetch(`${running.sts}/`);
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    const text = await response.text();
    for (const { username, password } of running.description.users) {
      assert.ok(!text.includes(username) && !text.includes(password ?? username));
    }
    for (const { clientId } of running.description.applications) assert.ok(!text.includes(clientId));
  });

  it('is of the ordinary endpoint only', async () => {
    const response = await running.fetch(`${running.description.mtlsSts}/`);
    assert.equal(response.status, 404);
  });
});
