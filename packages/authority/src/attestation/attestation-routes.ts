import { type EventSink, parseStrictJsonObject } from '@holdfast/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AttestationRefused } from '../errors/attestation-refused.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import { serverSettings } from '../listening/server-settings.ts';
import { type Attestation, attestationPath } from './attestation.ts';

const version = '2023-04-01-preview';
const { bodyLimit } = serverSettings;

/**
 * Registers the attestation service among the routes of the STS, whose counters, faults and headers it shares.
 *
 * @see docs/attestation.md
 */
export async function registerAttestation(
  app: FastifyInstance,
  { attestation, publish }: { readonly attestation: Attestation; readonly publish: EventSink<AuthorityEvent> },
): Promise<void> {
  await app.register(async (scope) => {
    scope.setErrorHandler(answerRefusal);
    scope.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit }, (_request, text, done) =>
      done(null, { text }),
    );
    const attest = `${attestationPath}/attest/keyguard`;
    scope.post(attest, { config: { countedAs: attest } }, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      if (!/[?&]api-version=2023-04-01-preview(?:&|$)/.test(request.url))
        throw new AttestationRefused(`api-version=${version}`);
      const { token, keyId, clientId } = await attestation.attest(readStatementText(request));
      publish({ name: 'key.attested', keyId, clientId });
      return { token };
    });
    const certs = `${attestationPath}/certs`;
    scope.get(certs, { config: { countedAs: certs } }, async () => attestation.keySet());
  });
}

function readStatementText({ body }: FastifyRequest): string {
  const { AttestationInfo: statement, ...others } = parse((body as { readonly text?: string } | undefined)?.text);
  if (typeof statement !== 'string' || Object.keys(others).length > 0) throw new AttestationRefused('AttestationInfo');
  return statement;
}

function parse(text: string | undefined): ReturnType<typeof parseStrictJsonObject> {
  try {
    return parseStrictJsonObject(text ?? '', { maxLength: bodyLimit });
  } catch (cause) {
    throw new AttestationRefused('JSON', cause);
  }
}

function answerRefusal(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // Everything else is answered as the STS does.
  if (!(error instanceof AttestationRefused)) throw error;
  return reply.code(400).send({
    error: { code: 'InvalidParameter', message: `The attestation request is not accepted: ${error.what}.` },
  });
}
