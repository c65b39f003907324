import fc from 'fast-check';
import { openFuzzAuthority, publicOrigin } from '../artefacts/authority.ts';
import { exchange, sendBytes } from '../artefacts/exchange.ts';
import { attempt } from '../engine/attempt.ts';
import { expect } from '../engine/finding.ts';
import { defineTarget, type FuzzTarget } from '../engine/target.ts';
import { byteEdits, editBytes } from '../mutate/bytes.ts';
import { editHeaders, headerEdits } from '../mutate/header-lines.ts';
import { editText, mutantsOf, textEdits } from '../mutate/text.ts';
import { checkNoSecret } from '../secrets/check-no-secret.ts';
import { expectProperAnswer } from './answers.ts';

const methods = fc.constantFrom(
  'GET',
  'GET',
  'GET',
  'HEAD',
  'OPTIONS',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'QUERY',
  'PROPFIND',
);

// Every door that anybody may knock at.
const paths = defineTarget({
  name: 'authority/paths',
  shortRuns: 300,
  arbitrary: fc.record({
    method: methods,
    path: mutantsOf(
      '/contoso.example/v2.0/.well-known/openid-configuration',
      '/COMMON/v2.0/.well-known/openid-configuration',
      '/contoso.example/discovery/v2.0/keys',
      '/common/discovery/instance?authorization_endpoint=https%3A%2F%2Fauthority.example%3A8443%2Fcommon%2Foauth2',
      '/error?code=700016',
      '/contoso.example/oauth2/v2.0/token/',
      '//contoso.example/../%2e%2e/%00/common',
    ),
    headers: headerEdits,
  }),
  run: async ({ method, path, headers }) => {
    const authority = await openFuzzAuthority();
    const lines = editHeaders(
      [
        ['host', 'thief.example'],
        ['x-forwarded-host', 'thief.example'],
      ],
      headers,
    );
    const outcome = await attempt(() => exchange({ port: authority.stsPort, method, path, headers: lines }));
    expect(outcome.accepted, 'the exchange itself failed');
    const answer = outcome.value;
    if (typeof answer === 'string' || answer.headers['x-ms-request-id'] === undefined)
      return authority.expectCalmEvents();
    if (method === 'HEAD') return authority.expectCalmEvents();
    const reply = expectProperAnswer(answer, authority);
    expect(!answer.body.includes('thief.example'), 'lets a request name addresses');
    const issuer = reply?.['issuer'];
    if (issuer !== undefined) expect(String(issuer).startsWith(`${publicOrigin}/`), 'names an issuer of somebody else');
  },
});

const message = (host: string): string =>
  `POST /contoso.example/oauth2/v2.0/token HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 12\r\nConnection: close\r\n\r\nscope=api%3A`;

// Bytes that may or may not be HTTP: whatever they are, the next caller is served.
const bytes = defineTarget({
  name: 'authority/raw-bytes',
  shortRuns: 80,
  arbitrary: fc.record({
    service: fc.constantFrom('sts' as const, 'admin' as const),
    edits: fc.option(byteEdits),
    text: fc.option(textEdits),
    garbage: fc.option(fc.uint8Array({ maxLength: 60 }), { freq: 1 }),
  }),
  run: async ({ service, edits, text, garbage }) => {
    const authority = await openFuzzAuthority();
    const port = service === 'sts' ? authority.stsPort : authority.adminPort;
    const honest = message(`127.0.0.1:${port}`);
    const wire = Buffer.from(text === null ? honest : editText(honest, text));
    const sent = garbage ?? (edits === null ? wire : editBytes(wire, edits));
    const answer = await sendBytes(port, sent);
    authority.expectCalmEvents();
    checkNoSecret(answer);
    expect(answer === '' || /^HTTP\/1\.1 [1-4]\d\d /.test(answer), 'answers what is no answer');
  },
});

/** Paths, headers and bytes of HTTP. */
export const httpTargets: readonly FuzzTarget[] = [paths, bytes];
