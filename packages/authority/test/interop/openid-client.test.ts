import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { importPKCS8 } from 'jose';
import * as oidc from 'openid-client';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('openid-client', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());

  const discover = (authentication: oidc.ClientAuth, version: 'v2.0' | '' = 'v2.0'): Promise<oidc.Configuration> => {
    const server = new URL(`${running.sts}/${running.tenantId}/${version}`);
    return oidc.discovery(server, running.application('daemon').clientId, undefined, authentication, {
      [oidc.customFetch]: running.fetch as oidc.CustomFetch,
    });
  };
  const secret = (): string => running.application('daemon').secret ?? '';
  const scope = 'api://orders/.default';

  it('accepts both discovery documents: the issuer is the address it asked', async () => {
    for (const version of ['v2.0', ''] as const) {
      const configuration = await discover(oidc.ClientSecretPost(secret()), version);
      assert.equal(configuration.serverMetadata().issuer, `${running.sts}/${running.tenantId}/${version}`);
    }
  });

  it('gets tokens with a secret in the body and in a Basic header', async () => {
    for (const authentication of [oidc.ClientSecretPost(secret()), oidc.ClientSecretBasic(secret())]) {
      const tokens = await oidc.clientCredentialsGrant(await discover(authentication), { scope });
      assert.equal(tokens.token_type, 'bearer');
      assert.equal(tokens.expires_in, 3599);
    }
  });

  it('gets a token with private_key_jwt, once the header names the certificate as Entra wants it', async () => {
    const { certPem, keyPem } = await running.authority.certificates.clientCertificate('daemon');
    const pem = createPrivateKey(keyPem).export({ format: 'pem', type: 'pkcs8' }) as string;
    const key = await importPKCS8(pem, 'PS256');
    const der = certPem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    const authentication = oidc.PrivateKeyJwt(key, {
      [oidc.modifyAssertion]: (header) => {
        header['x5c'] = [der];
      },
    });
    const tokens = await oidc.clientCredentialsGrant(await discover(authentication), { scope });
    assert.equal(tokens.token_type, 'bearer');
  });

  it('reads the refusals', async () => {
    const configuration = await discover(oidc.ClientSecretPost('wrong'));
    await assert.rejects(oidc.clientCredentialsGrant(configuration, { scope }), (error: unknown) => {
      assert.ok(error instanceof oidc.ResponseBodyError || error instanceof oidc.WWWAuthenticateChallengeError);
      assert.equal(error.status, 401);
      return true;
    });
  });
});
