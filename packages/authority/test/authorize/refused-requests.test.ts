import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aadsts } from '@holdfast/authority';
import { authorizeAddress, authorizeQuery, openPerson, type Person } from '../harness/person.ts';
import { type Form, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';
import { codeIn, numberOn, openSignedIn, refusalIn } from '../harness/signed-in.ts';

const ada = 'ada@contoso.example';

describe('requests that are told to the client', () => {
  let running: RunningAuthority;
  let person: Person;
  before(async () => {
    running = await runAuthority();
    person = await openSignedIn(running, ada);
    codeIn(await person.press(await person.visit(authorizeAddress(running, { prompt: 'consent' })), 'accept'));
  });
  after(() => running.close());

  const expectRefused = async (changes: Form, reason: keyof typeof aadsts): Promise<void> => {
    const { code, error } = aadsts[reason];
    for (const prompt of [changes['prompt'], 'none']) {
      const shown = await person.visit(authorizeAddress(running, { ...changes, prompt }));
      assert.deepEqual(refusalIn(shown), [code, error], JSON.stringify({ ...changes, prompt }));
      assert.equal(shown.target, 'http://localhost:5173/redirect.html');
      assert.equal(shown.answer?.get('state'), 'state-of-the-page|user');
      if (changes['prompt'] !== undefined) return;
    }
  };

  it('PKCE: none, none but a method, plain by name, plain by default, and what is no SHA-256', async () => {
    await expectRefused({ code_challenge: undefined, code_challenge_method: undefined }, 'challengeMissing');
    await expectRefused({ code_challenge: undefined }, 'challengeMissing');
    await expectRefused({ code_challenge: '' }, 'challengeMissing');
    for (const method of ['plain', undefined, '', 's256', 'S512', 'S256 ']) {
      await expectRefused({ code_challenge_method: method }, 'challengeMethodWrong');
    }
    const sound = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
    const rows = [sound.slice(1), `${sound}A`, `${sound}=`, sound.replace('-', '+'), `${sound.slice(0, -1)}N`, ' '];
    for (const challenge of rows) await expectRefused({ code_challenge: challenge }, 'challengeMalformed');
    codeIn(await person.visit(authorizeAddress(running, { code_challenge: sound })));
  });

  it('response types with a token, and response modes that do not exist', async () => {
    for (const type of ['token', 'id_token', 'code token', 'code id_token', 'none', 'CODE', 'code ']) {
      await expectRefused({ response_type: type }, 'responseTypeUnsupported');
    }
    // Without the key that the answer would be encrypted for, it is a request for tokens in the address.
    await expectRefused({ response_type: 'id_token token refresh_token' }, 'responseTypeUnsupported');
    await expectRefused({ response_type: undefined }, 'parameterMissing');
    for (const mode of ['jwt', 'fragment.jwt', 'web_message', 'Query']) {
      await expectRefused({ response_mode: mode }, 'responseModeUnsupported');
    }
  });

  it('wishes for a bound code, however they are spelled: a code is bound to nothing', async () => {
    const names = [
      'token_type',
      'req_cnf',
      'Token_Type',
      'token-type',
      'token_type[]',
      'amp;req_cnf',
      'req＿cnf',
      'tоken_type',
    ];
    for (const name of names) await expectRefused({ [name]: 'pop' }, 'bindingAtSignIn');
    await expectRefused({ dpop_jkt: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' }, 'dpopUnavailable');
  });

  it('request objects: what only they say would be dropped', async () => {
    await expectRefused({ request: 'e30.e30.' }, 'requestObjectUnsupported');
    await expectRefused({ request_uri: 'https://thief.example/request' }, 'requestUriUnsupported');
  });

  it('prompts that contradict themselves, or that nobody knows', async () => {
    for (const prompt of ['none login', 'none consent', 'None', 'admin_consent', 'login,consent']) {
      await expectRefused({ prompt }, 'promptUnsupported');
    }
  });

  it('scopes, claims and ages that make no sense', async () => {
    await expectRefused({ scope: undefined }, 'scopeMissing');
    await expectRefused({ scope: 'api://orders/fly' }, 'scopeUnknown');
    await expectRefused({ scope: 'api://nobody/read' }, 'resourceUnknown');
    await expectRefused({ scope: 'api://orders/read User.Read' }, 'severalResources');
    for (const claims of ['{', '[]', '{"a":1,"a":2}', 'null']) await expectRefused({ claims }, 'claimsMalformed');
    for (const age of ['-1', '1.5', 'soon', '1e3', ' 60']) await expectRefused({ max_age: age }, 'requestMalformed');
    const unmeetable = JSON.stringify({ access_token: { acrs: { essential: true, value: '<b>' } } });
    await expectRefused({ claims: unmeetable, prompt: 'none' }, 'claimsUnmet');
    const page = await person.visit(authorizeAddress(running, { claims: unmeetable }));
    assert.deepEqual(refusalIn(await person.press(page, ada)), [aadsts.claimsUnmet.code, aadsts.claimsUnmet.error]);
  });

  it('parameters that are there twice, in one place or in both, with the same value or with another', async () => {
    const names = ['response_type', 'response_mode', 'scope', 'state', 'nonce', 'code_challenge', 'prompt', 'claims'];
    const path = `/${running.tenantId}/oauth2/v2.0/authorize`;
    for (const name of names) {
      const query = authorizeQuery(running, { [name]: 'one' });
      for (const value of ['one', 'two', '']) {
        const twice = await person.visit(`${running.sts}${path}?${query}&${name}=${value}`);
        const [number, error] = refusalIn(twice);
        assert.deepEqual([number, error], [aadsts.parameterRepeated.code, 'invalid_request'], name);
        assert.equal(twice.answer?.get('state'), name === 'state' ? null : 'state-of-the-page|user');
        const both = await person.send(`${path}?${name}=${value}`, query, { origin: 'http://localhost:5173' });
        assert.equal(refusalIn(both)[0], aadsts.parameterRepeated.code, name);
      }
    }
  });

  it('what is refused before anybody knows whose it is, is shown, and leads nowhere', async () => {
    const path = `/${running.tenantId}/oauth2/v2.0/authorize`;
    const query = authorizeQuery(running);
    const rows: readonly (readonly [string, number])[] = [
      [authorizeAddress(running, { client_id: undefined }), aadsts.parameterMissing.code],
      [authorizeAddress(running, { client_id: running.tenantId }), aadsts.clientUnknown.code],
      [authorizeAddress(running, { client_id: 'constructor' }), aadsts.clientUnknown.code],
      [authorizeAddress(running, {}, 'fabrikam.example'), aadsts.clientUnknown.code],
      [authorizeAddress(running, {}, 'adatum.example'), aadsts.tenantUnknown.code],
      [authorizeAddress(running, {}, '__proto__'), aadsts.tenantMalformed.code],
      [
        `${running.sts}${path}?${query}&client_id=${running.application('web-app').clientId}`,
        aadsts.parameterRepeated.code,
      ],
      [`${running.sts}${path}?${query}&redirect_uri=https%3A%2F%2Fthief.example`, aadsts.parameterRepeated.code],
      [`${running.sts}${path}?${query}&%zz=1`, aadsts.requestMalformed.code],
      [`${running.sts}${path}?${query}&login_hint=%ff`, aadsts.requestMalformed.code],
      [`${running.sts}${path}`, aadsts.parameterMissing.code],
    ];
    for (const [address, number] of rows) {
      const shown = await person.visit(address);
      assert.deepEqual([shown.status, numberOn(shown)], [400, number], address);
      assert.equal(shown.headers.get('set-cookie'), null);
      assert.equal(shown.headers.get('access-control-allow-origin'), null);
    }
    const long = await person.send(path, `${query}&login_hint=${'a'.repeat(20_000)}`, {});
    assert.deepEqual([long.status, numberOn(long)], [400, aadsts.requestTooLong.code]);
  });

  it('methods other than GET and POST, and no HEAD that makes a code', async () => {
    for (const method of ['HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const response = await running.fetch(authorizeAddress(running), { method });
      assert.deepEqual([response.status, response.headers.get('allow')], [405, 'GET, POST'], method);
    }
    const mtls = authorizeAddress(running).replace(running.sts, running.description.mtlsSts);
    assert.equal((await running.fetch(mtls)).status, 404);
  });

  it('confidential applications may go without PKCE, but then without a method, too', async () => {
    const { clientId, redirectUris = [] } = running.application('web-app');
    const own = { client_id: clientId, redirect_uri: redirectUris[0], prompt: 'none' };
    const without = { ...own, code_challenge: undefined, code_challenge_method: undefined };
    const stranger = openPerson(running);
    assert.equal(refusalIn(await stranger.visit(authorizeAddress(running, without)))[0], aadsts.nobodySignedIn.code);
    const half = { ...own, code_challenge: undefined };
    assert.equal(refusalIn(await stranger.visit(authorizeAddress(running, half)))[0], aadsts.challengeMissing.code);
  });
});
