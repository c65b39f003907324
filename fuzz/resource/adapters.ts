import { fromNodeRequest } from '@holdfast/resource';
import { authenticateRequest } from '@holdfast/resource/web';
import { secret } from '@holdfast/testing';
import fc from 'fast-check';
import { apiOrigin, claims, createFuzzValidator, mint, prove } from '../artefacts/api.ts';
import { keys } from '../artefacts/keys.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { byteEdits, editBytes } from '../mutate/bytes.ts';
import { editHeaders, headerEdits } from '../mutate/header-lines.ts';
import { editText, piece, textEdits } from '../mutate/text.ts';
import { checkNoSecret } from '../secrets/check-no-secret.ts';

const lines = [
  ['Host', 'api.example'],
  ['Content-Length', '0'],
  ['Authorization', 'PoP x'],
] as const;

const nodeRequest = defineTarget({
  name: 'resource/node-request',
  shortRuns: 1000,
  arbitrary: fc.record({
    edits: headerEdits,
    framing: fc.constantFrom([], [['transfer-encoding', 'chunked']], [['content-length', '1']], [[':method', 'GET']]),
    odd: fc.boolean(),
    url: fc.option(piece, { nil: undefined }),
    originalUrl: fc.option(piece, { nil: undefined }),
    method: fc.option(piece, { nil: undefined }),
  }),
  run: async ({ edits, framing, odd, url, originalUrl, method }) => {
    const fields = [...editHeaders(lines, edits), ...framing];
    const rawHeaders = [...fields.flat(), ...(odd ? ['lonely'] : [])];
    const outcome = await attempt(() => fromNodeRequest({ rawHeaders, url, originalUrl, method }));
    expect(outcome.accepted, 'throws for what the platform hands over');
    const { headers, target, body } = outcome.value;
    expect(headers.flat().join('\n') === fields.flat().join('\n'), 'loses or joins header lines');
    expect(target === (originalUrl ?? url ?? ''), 'takes another target');
    const named = (wanted: string): readonly (string | undefined)[] =>
      fields.filter(([name = '']) => name.toLowerCase() === wanted).map(([, value]) => value);
    const lengths = named('content-length');
    const isHttp2 = named(':method').length > 0 && lengths.length === 0;
    const isFramed = named('transfer-encoding').length > 0 || lengths.some((length) => length !== '0') || isHttp2;
    expect(!isFramed || body === undefined, 'takes a body that was not kept for an empty one');
  },
});

const accessToken = await mint({ ...claims, cnf: { kid: keys.holder.thumbprint } });
const text = '{"item":"lantern"}';

// The platform normalises what it is given, so the proof is held against what is left of it.
const webRequest = defineTarget({
  name: 'resource/web-request',
  shortRuns: 150,
  arbitrary: fc.record({
    body: fc.option(byteEdits),
    path: fc.option(textEdits),
    authorization: fc.option(textEdits),
    keepBodyBytes: fc.constantFrom(undefined, 0, 5, 1000),
  }),
  run: async ({ body: edits, path, authorization, keepBodyBytes }) => {
    const bytes = new TextEncoder().encode(text);
    const proof = await prove({ accessToken, key: keys.holder, method: 'POST', target: '/orders', body: bytes });
    const line = authorization === null ? `PoP ${proof}` : editText(`PoP ${proof}`, authorization);
    const body = edits === null ? bytes : editBytes(bytes, edits);
    const request = makeRequest(`${apiOrigin}${path === null ? '/orders' : editText('/orders', path)}`, line, body);
    if (request === undefined) return;
    const secrets = [secret('access token', accessToken), secret('proof', proof)];
    const validator = createFuzzValidator('required');
    const requirements = keepBodyBytes === undefined ? {} : { keepBodyBytes };
    const outcome = await attempt(() => authenticateRequest(validator, request, requirements), { secrets });
    expect(outcome.accepted, 'throws where it should answer');
    expect(Buffer.compare(new Uint8Array(await request.arrayBuffer()), body) === 0, 'uses the body up');
    if (outcome.value instanceof Response) {
      expect([400, 401, 413].includes(outcome.value.status), 'answers with an unexpected status');
      return checkNoSecret([await outcome.value.text(), [...outcome.value.headers]], secrets);
    }
    const isSame = Buffer.compare(body, bytes) === 0 && new URL(request.url).pathname === '/orders';
    expect(isSame && (keepBodyBytes ?? 0) >= bytes.length && line.trim().endsWith(proof), 'accepts another request');
  },
});

/** What platforms hand over. */
export const adapterTargets: readonly FuzzTarget[] = [nodeRequest, webRequest];

function makeRequest(url: string, authorization: string, body: Uint8Array<ArrayBuffer>): Request | undefined {
  try {
    return new Request(url, { method: 'POST', headers: { authorization }, body });
  } catch {
    return undefined;
  }
}
