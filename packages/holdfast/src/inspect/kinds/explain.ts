import type { Explanation } from '../facts/explanation.ts';
import { finding } from '../facts/finding.ts';
import type { Recogniser, Subject } from '../facts/kind.ts';
import type { Question } from '../facts/question.ts';
import { recogniseAccessToken } from './access-token.ts';
import { recogniseAuthorization, recogniseDpopField } from './authorization.ts';
import { recogniseCertificate } from './certificate.ts';
import { recogniseCertificateRequest } from './certificate-request.ts';
import { recogniseAuthenticationInfo, recogniseChallenge } from './challenge.ts';
import { recogniseClaimsRequest } from './claims-request.ts';
import { recogniseClientAssertion } from './client-assertion.ts';
import { recogniseConfirmation, recogniseReqCnf } from './confirmation.ts';
import { recogniseDpopProof } from './dpop-proof.ts';
import { recogniseEncryptedToken } from './encrypted-token.ts';
import { recogniseHttpMessage } from './http-message.ts';
import { recogniseJwk, recogniseJwkSet } from './jwk.ts';
import { recognisePemKey } from './pem-key.ts';
import { recogniseSignedHttpRequest } from './signed-http-request.ts';
import { recogniseThumbprint } from './thumbprint.ts';
import { recogniseTokenReply } from './token-reply.ts';

// The first that recognises it explains it, so the narrow ones stand before the wide ones.
const recognisers: readonly Recogniser[] = [
  // A file with a certificate and its key is a file with a key.
  recognisePemKey,
  recogniseCertificate,
  recogniseCertificateRequest,
  recogniseHttpMessage,
  recogniseAuthorization,
  recogniseDpopField,
  recogniseChallenge,
  recogniseAuthenticationInfo,
  recogniseSignedHttpRequest,
  recogniseDpopProof,
  recogniseClientAssertion,
  recogniseAccessToken,
  recogniseEncryptedToken,
  recogniseJwk,
  recogniseJwkSet,
  recogniseTokenReply,
  recogniseClaimsRequest,
  recogniseConfirmation,
  recogniseReqCnf,
  recogniseThumbprint,
];

/** Explains whatever was given. */
export async function explain(subject: Subject, question: Question): Promise<Explanation> {
  for (const recognise of recognisers) {
    const explainer = recognise(subject);
    if (explainer !== undefined) return explainer(question);
  }
  return { kind: 'unknown', title: 'Unknown', members: [], findings: [finding('INSPECT_UNKNOWN')], inside: [] };
}
