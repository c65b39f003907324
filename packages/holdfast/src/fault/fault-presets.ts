import { type AadstsRow, aadsts, type FaultService } from '@holdfast/authority';
import type { JsonObject } from '@holdfast/core';
import { tokenPath } from '@holdfast/mits';
import type { FaultPreset } from './fault-names.ts';

const page = '<!doctype html><title>Sign in</title><p>You are not connected to the network yet.</p>';
const json = { 'content-type': 'application/json; charset=utf-8' };

/** Describes a preset, as the members of a fault. What is throttled or unavailable finds its own words, which say when to come back. */
export function describePreset(preset: FaultPreset, service: FaultService): JsonObject {
  switch (preset) {
    case 'identity-not-found':
      return { headers: json, ...notFound(service) };
    case 'gone':
      return {
        status: 410,
        headers: json,
        body: { error: 'gone', error_description: 'The service is being updated.' },
      };
    case 'throttled':
      return { status: 429 };
    case 'error':
      return { status: 500, headers: json, body: { error: 'server_error', error_description: 'Internal error.' } };
    case 'unavailable':
      return { status: 503 };
    case 'slow':
      return { delayMs: 5000 };
    case 'reset':
      return { reset: true };
    case 'html':
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
    case 'garbled':
      return { status: 200, headers: json, body: '{"access_token":"eyJ0eXAi' };
    case 'invalid-client':
      // Without a code: what clients of managed identities take for a certificate that is not accepted any more.
      return { status: 401, headers: json, body: { error: 'invalid_client' } };
    default:
      return { headers: json, ...describeRow(attestationRows[preset]) };
  }
}

const attestationRows = {
  'attestation-time-range': aadsts.attestationTimeWrong,
  'attestation-issuer': aadsts.attestationIssuerWrong,
  'attestation-claim': aadsts.attestationClaimWrong,
  'attestation-jku': aadsts.attestationAddressWrong,
  'attestation-signature': aadsts.attestationSignatureWrong,
} as const;

/** Tells whether a preset is about the certificates of managed identities. */
export function isAboutCertificates(preset: FaultPreset): boolean {
  return preset === 'invalid-client' || Object.hasOwn(attestationRows, preset);
}

function describeRow({ code, error, status, text }: AadstsRow): JsonObject {
  return { status, body: { error, error_description: `AADSTS${code}: ${text}`, error_codes: [code] } };
}

// Each service has its own words for an identity, or a client, that it does not know.
function notFound(service: FaultService): JsonObject {
  switch (service) {
    case 'imds':
      return { status: 400, body: { error: 'invalid_request', error_description: 'Identity not found' } };
    case 'app-service':
      return {
        status: 400,
        body: {
          statusCode: 400,
          message:
            'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
          correlationId: '00000000-0000-0000-0000-000000000000',
        },
      };
    case 'mits':
      return {
        status: 404,
        body: { error: 'identity_not_found', error_description: 'The caller has no such identity.' },
      };
    default:
      return describeRow(aadsts.clientUnknown);
  }
}

/** The service that a preset hits: certificates are shown at the mTLS endpoint of the STS, so that is where they are refused. */
export function serviceOf(preset: FaultPreset | undefined, service: FaultService): FaultService {
  return preset !== undefined && isAboutCertificates(preset) && service === 'sts' ? 'mtls-sts' : service;
}

/** Path of the requests that a preset hits: those for tokens; at IMDS those for certificates, where it is about them. */
export function presetPathOf(preset: FaultPreset, service: FaultService): string {
  if (service === 'imds' && isAboutCertificates(preset)) return '/metadata/identity/issuecredential';
  switch (service) {
    case 'imds':
    case 'mits':
      return tokenPath;
    case 'app-service':
      return '/appservice/msi/token';
    default:
      return '/oauth2/v2.0/token';
  }
}
