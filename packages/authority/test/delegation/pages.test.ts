import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { openPage, pageOrigin, type RedeemingPage } from '../harness/redeeming-page.ts';
import { assertRefused } from '../harness/refused-reply.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('the token endpoint, asked by a page', () => {
  let running: RunningAuthority;
  let ada: RedeemingPage;
  before(async () => {
    running = await runAuthority({
      directory: parseDirectory(`
tenants:
  contoso.example:
    applications:
      spa:
        consent: granted
        redirectUris: ["http://localhost:5173/redirect.html", "https://app.example:8443/a/b", "https://plain.example/"]
      web-app: { consent: granted }
`),
    });
    ada = await openPage(running);
  });
  after(() => running.close());

  const asWebApp = (): { client_id: string; client_secret: string | undefined; redirect_uri: string | undefined } => {
    const { clientId, secret, redirectUris = [] } = running.application('web-app');
    return { client_id: clientId, client_secret: secret, redirect_uri: redirectUris[0] };
  };

  it('takes the codes and refresh tokens of a public application from its own pages only', async () => {
    const wrong = [
      [undefined, 9002327],
      ['null', 9900231],
      ['http://localhost:5174', 9900231],
      ['https://localhost:5173', 9900231],
      ['http://127.0.0.1:5173', 9900231],
      ['http://localhost:5173/', 9900231],
      ['http://localhost:5173, https://evil.example', 9900231],
      ['https://app.example', 9900231],
      ['https://app.example:8443.evil.example', 9900231],
      ['https://plain.example:443', 9900231],
    ] as const;
    const good = await ada.redeem(await ada.code());
    let token = good.body['refresh_token'];
    for (const [origin, code] of wrong) {
      const label = String(origin);
      const pending = await ada.code();
      assertRefused(await ada.redeem(pending, {}, { origin }), code, label);
      // Before the code is looked at: whoever asks from elsewhere does not even use it up.
      assert.equal((await ada.redeem(pending)).status, 200, label);
      assertRefused(await ada.refresh(token, {}, { origin }), code, label);
    }
    for (const origin of [pageOrigin, 'https://app.example:8443', 'https://plain.example']) {
      const renewed = await ada.refresh(token, {}, { origin });
      assert.equal(renewed.status, 200, origin);
      token = renewed.body['refresh_token'];
    }
  });

  it('refuses the credential of a confidential application in a page, also in its own', async () => {
    for (const origin of ['http://localhost:3000', pageOrigin, 'null']) {
      const { client_id, redirect_uri } = asWebApp();
      const code = await ada.code({ client_id, redirect_uri });
      assertRefused(await ada.redeem(code, asWebApp(), { origin }), 9002326, origin);
      const reply = await ada.redeem(code, asWebApp(), { origin: undefined });
      assert.equal(reply.status, 200, origin);
      assertRefused(await ada.refresh(reply.body['refresh_token'], asWebApp(), { origin }), 9002326, origin);
    }
  });

  it('lets every page read every answer, errors first of all, and no cookie plays a part', async () => {
    const path = `${running.sts}/${running.tenantId}/oauth2/v2.0/token`;
    const good = await ada.redeem(await ada.code());
    const bad = await ada.redeem('x');
    const foreign = await ada.refresh('x', {}, { origin: 'https://evil.example' });
    const broken = await running.post(`/${running.tenantId}/oauth2/v2.0/token`, '%', { origin: pageOrigin });
    const json = { 'content-type': 'application/json', origin: pageOrigin };
    const typed = await running.fetch(path, { method: 'POST', headers: json, body: '{}' });
    const large = await running.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: pageOrigin },
      body: 'x'.repeat(70_000),
    });
    const wrongMethod = await running.fetch(path, { headers: { origin: pageOrigin } });
    for (const reply of [good, bad, foreign, broken, typed, large, wrongMethod]) {
      assert.equal(reply.headers.get('access-control-allow-origin'), '*', String(reply.status));
      assert.equal(reply.headers.get('access-control-allow-credentials'), null);
      assert.equal(reply.headers.get('cache-control'), 'no-store', String(reply.status));
      assert.match(reply.headers.get('access-control-expose-headers') ?? '', /x-ms-request-id/);
    }
    assert.deepEqual([bad.status, foreign.status, broken.status, large.status], [400, 400, 400, 413]);
  });

  it('asks for no preflight, and answers those that come all the same', async () => {
    const path = `${running.sts}/${running.tenantId}/oauth2/v2.0/token`;
    const preflight = await running.fetch(path, {
      method: 'OPTIONS',
      headers: {
        origin: pageOrigin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'dpop',
      },
    });
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /dpop/);
    // A browser sends this form with no preflight: the content type may name its charset.
    const form = 'application/x-www-form-urlencoded;charset=utf-8';
    const reply = await ada.redeem(await ada.code(), {}, { 'content-type': form });
    assert.equal(reply.status, 200);
  });

  it('is no way in for a client certificate: the mTLS endpoint is open to no page', async () => {
    const { mtlsSts } = running.description;
    const reply = await running.fetch(`${mtlsSts}/${running.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: pageOrigin },
      body: `grant_type=refresh_token&refresh_token=x&client_id=${running.application('spa').clientId}`,
    });
    assert.equal(reply.headers.get('access-control-allow-origin'), null);
    assert.equal(reply.status, 400);
    assert.deepEqual(((await reply.json()) as { error_codes: number[] }).error_codes, [392200]);
  });
});
