import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { type LoopbackListener, listenLoopback } from '@holdfast/authority';
import type { JsonObject } from '@holdfast/core';
import { createTokenValidator, entraIssuers, type RevocationFeed } from '@holdfast/resource';
import { holdfastExpress } from '@holdfast/resource/express';
import express, { type Express } from 'express';
import type { Scene } from './scene.ts';

export const vaultResource = 'https://vault.azure.net';

/** A directory in which applications and identities may read secrets: a real vault has policies of its own for that. */
export const vaultConfig = `
tenants:
  contoso.example:
    applications:
      daemon:
        grantedRoles: { ${vaultResource}: [Secrets.Get] }
    identities:
      system:
        grantedRoles: { ${vaultResource}: [Secrets.Get] }
      worker:
        grantedRoles: { ${vaultResource}: [Secrets.Get] }
resources:
  ${vaultResource}: { accessTokenVersion: 1, roles: [Secrets.Get] }
`;

export interface KeyVault {
  readonly url: string;
  /** Answers since the last look, by status, and of which token's claims each was. */
  answers(): readonly VaultAnswer[];
  close(): Promise<void>;
}

export interface VaultAnswer {
  readonly status: number;
  readonly challenge: string | undefined;
  /** What stood before the token. */
  readonly label: string | undefined;
  /** Claims of a token that was accepted. */
  readonly claims: JsonObject | undefined;
}

/**
 * A vault over https as an SDK client sees it: it says where tokens come from to whoever brings none, reads tokens with our validator, and
 * answers a revoked one with a claims challenge.
 */
export async function openKeyVault(scene: Scene, feed: RevocationFeed): Promise<KeyVault> {
  const { certFile, keyFile } = scene.holdfast.ready.certs.localhost;
  const tls = { certPem: await readFile(certFile, 'utf8'), keyPem: await readFile(keyFile, 'utf8') };
  const answers: VaultAnswer[] = [];
  const app: RequestListener = createApp(scene, { feed, answers });
  const listener: LoopbackListener = await listenLoopback({ handler: app, port: 0, tls });
  return {
    url: `https://localhost:${listener.port}`,
    answers: () => answers.splice(0),
    close: () => listener.close(),
  };
}

function createApp(
  { holdfast, transport }: Scene,
  { feed, answers }: { readonly feed: RevocationFeed; readonly answers: VaultAnswer[] },
): Express {
  const { tenantId } = holdfast.application('daemon');
  const { sts } = holdfast.ready;
  const validator = createTokenValidator({
    issuers: entraIssuers({ authority: sts, tenants: [tenantId] }),
    audience: vaultResource,
    proof: 'bearer-only',
    revocation: { feed },
    transport,
  });
  return express()
    .disable('x-powered-by')
    .use((request, response, next) => {
      response.on('finish', () => {
        const challenge = response.getHeader('www-authenticate');
        answers.push({
          status: response.statusCode,
          challenge: challenge === undefined ? undefined : String(challenge),
          label: request.headers.authorization?.split(' ')[0],
          claims: request.auth?.claims,
        });
      });
      next();
    })
    .use((request, response, next) => {
      if (request.headers.authorization !== undefined) return next();
      // The words of the service, which its client reads; nothing in it binds the client to ask there.
      response.setHeader('WWW-Authenticate', `Bearer authorization="${sts}/${tenantId}", resource="${vaultResource}"`);
      response.status(401).json({ error: { code: 'Unauthorized', message: 'no token' } });
    })
    .get(
      '/secrets/:name/{:version}',
      holdfastExpress(validator, { requiredRoles: ['Secrets.Get'] }),
      (request, response) => {
        const { name } = request.params;
        const id = `https://${request.headers.host}/secrets/${name}/0123456789abcdef0123456789abcdef`;
        const now = Math.floor(Date.now() / 1000);
        const attributes = { enabled: true, created: now, updated: now, recoveryLevel: 'Purgeable' };
        response.json({ value: `the value of ${name}`, id, attributes });
      },
    );
}
