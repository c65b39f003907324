import { isGuid, type JsonObject } from '@holdfast/core';
import { type ImdsCredentialCode, ImdsCredentialUnusable } from '../errors/imds-credential-errors.ts';
import { readJsonBody } from '../json-body/read-json-body.ts';
import { readMediaType } from '../managed-identity-source/media-type.ts';

const mostBytes = 65_536;

/**
 * Reads the body of an answer as one JSON object, bounded and strict.
 *
 * Not checked: what is in it.
 *
 * @throws {@link ImdsCredentialUnusable} with the code that was given
 */
export async function readAnswerObject(response: Response, code: ImdsCredentialCode): Promise<JsonObject> {
  if (readMediaType(response) !== 'application/json') {
    await response.body?.cancel();
    throw new ImdsCredentialUnusable(code, { detail: 'not JSON' });
  }
  return readJsonBody(response, { mostBytes, refuse: (detail) => new ImdsCredentialUnusable(code, { detail }) });
}

/** A GUID of an answer, in lower case. @throws {@link ImdsCredentialUnusable} with the name of the member */
export function readGuid(answer: JsonObject, member: string, code: ImdsCredentialCode): string {
  const value = answer[member];
  const id = typeof value === 'string' ? value.toLowerCase() : undefined;
  if (!isGuid(id)) throw new ImdsCredentialUnusable(code, { detail: member });
  return id;
}
