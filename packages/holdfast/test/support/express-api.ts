import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { type LoopbackListener, listenLoopback } from '@holdfast/authority';
import { decodeSignedHttpRequest, type JsonObject } from '@holdfast/core';
import { claimsChallenge, createTokenValidator, entraIssuers } from '@holdfast/resource';
import { holdfastExpress, holdfastExpressErrors, keepRawBody } from '@holdfast/resource/express';
import express, { type Express } from 'express';
import type { Scene } from './scene.ts';

/** A request as the API saw it, before anybody judged it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** The nonce in its proof, where there is one. */
  readonly nonce: string | undefined;
  readonly proof: string | undefined;
}

export interface ExpressApi {
  readonly origin: string;
  /** Requests since the last look. */
  seen(): readonly SeenRequest[];
  close(): Promise<void>;
}

export const wantedCapability = 'cp-step-up';

/** An Express 5 application over https as an owner would write it, for the audience `api://orders` of a scene. */
export async function openExpressApi(scene: Scene): Promise<ExpressApi> {
  const { certFile, keyFile } = scene.holdfast.ready.certs.localhost;
  const tls = { certPem: await readFile(certFile, 'utf8'), keyPem: await readFile(keyFile, 'utf8') };
  // The listener comes first: the validator must know the port that proofs name.
  let app: RequestListener | undefined;
  const listener: LoopbackListener = await listenLoopback({
    handler: (request, response) => app?.(request, response),
    port: 0,
    tls,
  });
  const origin = `https://localhost:${listener.port}`;
  const seen: SeenRequest[] = [];
  app = createApp(scene, { origin, seen });
  return {
    origin,
    seen: () => seen.splice(0),
    close: () => listener.close(),
  };
}

function createApp(scene: Scene, { origin, seen }: { readonly origin: string; readonly seen: SeenRequest[] }): Express {
  const { holdfast, transport } = scene;
  const { tenantId, clientId } = holdfast.application('orders-api');
  const validator = createTokenValidator({
    issuers: entraIssuers({ authority: holdfast.ready.sts, tenants: [tenantId] }),
    audience: clientId,
    origins: origin,
    transport,
  });
  const guard = holdfastExpress(validator, { requiredRoles: ['Orders.Read'] });
  return express()
    .disable('x-powered-by')
    .use((req, _res, next) => {
      seen.push(look(req.method, req.originalUrl, req.headers.authorization));
      next();
    })
    .use(express.json({ limit: '10kb', verify: keepRawBody }))
    .get('/orders', guard, (req, res) => void res.json({ binding: req.auth?.binding }))
    .post('/orders', guard, (req, res) => void res.status(201).json(req.body))
    .get('/moved', (_req, res) => res.redirect(307, '/orders'))
    .get('/step-up', guard, (req, res) => {
      const capabilities = req.auth?.claims['xms_cc'];
      if (!Array.isArray(capabilities) || !capabilities.includes(wantedCapability)) {
        throw claimsChallenge({ access_token: { xms_cc: { values: [wantedCapability] } } });
      }
      res.json({ capabilities });
    })
    .get('/never-enough', guard, () => {
      throw claimsChallenge({ access_token: { nbf: { essential: true, value: '1' } } });
    })
    .use(holdfastExpressErrors());
}

function look(method: string, target: string, authorization: string | undefined): SeenRequest {
  const proof = /^PoP (\S+)$/.exec(authorization ?? '')?.[1];
  const claims: JsonObject = proof === undefined ? {} : decodeSignedHttpRequest(proof).jws.payload;
  const nonce = typeof claims['nonce'] === 'string' ? claims['nonce'] : undefined;
  return { method, path: target.split('?')[0] ?? '', nonce, proof };
}
