import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import {
  decodeBase64,
  decodeBase64url,
  decodeCompactJws,
  parseAuthenticationInfo,
  parseClaimsChallenge,
  parseReqCnf,
  parseRequestTarget,
  parseRetryAfter,
  parseStrictJson,
  parseWwwAuthenticate,
} from '@holdfast/core';
import { parseAuthority, parseKnownAuthorities } from '@holdfast/oauth';
import { parseTokenForm } from '../../packages/authority/src/forms/form.ts';
import { parseHttpDate } from '../../packages/core/src/http/http-date.ts';
import { splitQuery } from '../../packages/core/src/shr/hashed-parts.ts';
import { attempt } from '../engine/attempt.ts';

// Work that grows with the square of 128 KiB takes minutes; work that grows with it takes milliseconds. Nothing lies between.
const size = 128 * 1024;
const longestMs = 5000;

const units = [
  ...[
    'a',
    '0',
    ' ',
    '\t',
    ',',
    '=',
    '"',
    '\\',
    '\\"',
    '{',
    '[',
    '{"a":',
    '[{"a":',
    '"a",',
    '""',
    ':',
    '.',
    'a.',
    '-',
    '/',
  ],
  ...[
    'a=1&',
    'a&',
    '&',
    '%41',
    '%',
    '\n',
    '\r\n',
    '\u00e9',
    '\ud800',
    'PoP a=b, ',
    'a="b", ',
    'PoP a="\\\\',
    'x" ',
    '1',
    '(',
  ],
];
const yamlUnits = ['- ', 'a: ', '? ', '&a ', '*a ', '[', '{a: ', '"', '!a ', '<<: ', '# x\n', '|\n '];
const unlimited = { maxLength: 10 * size };

const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  decodeBase64,
  decodeBase64url,
  'parseStrictJson, nesting': (text) => parseStrictJson(text, { ...unlimited, maxDepth: size }),
  'parseStrictJson, text': (text) => parseStrictJson(`{"a":"${text}"}`, unlimited),
  'parseStrictJson, members': (text) => parseStrictJson(`{${text}"z":1}`, unlimited),
  'decodeCompactJws, one part': (text) => decodeCompactJws(text, unlimited),
  'decodeCompactJws, parts': (text) => decodeCompactJws(`${text}.${text}.${text}`, unlimited),
  parseWwwAuthenticate,
  'parseWwwAuthenticate, within its limit': (text) => parseWwwAuthenticate(`PoP ${text.slice(0, 16_000)}`),
  parseAuthenticationInfo: (text) => parseAuthenticationInfo(text.slice(0, 16_000)),
  parseClaimsChallenge,
  'parseClaimsChallenge, within its limit': (text) => parseClaimsChallenge(text.slice(0, 16_000)),
  parseReqCnf,
  parseRequestTarget: (text) => parseRequestTarget(`/${text}`),
  parseRetryAfter: (text) => parseRetryAfter(text, Date.now),
  parseHttpDate: (text) => parseHttpDate(`Sun, ${text}`, 0),
  splitQuery,
  parseTokenForm,
  parseAuthority: (text) => parseAuthority(`https://login.example/${text}`),
  parseKnownAuthorities: (text) => parseKnownAuthorities([text]),
};

for (const [name, parse] of Object.entries(parsers)) {
  test(`${name} takes a time that grows with its input and no faster`, () => expectQuick(parse, units));
}

test('parseDirectory takes a time that grows with its input and no faster', () =>
  expectQuick((text) => parseDirectory(text.slice(0, size / 4)), yamlUnits));

async function expectQuick(parse: (text: string) => unknown, from: readonly string[]): Promise<void> {
  for (const unit of from) {
    const text = unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
    const startedAt = performance.now();
    await attempt(() => parse(text), { misuse: 'TypeError' });
    const tookMs = performance.now() - startedAt;
    assert.ok(tookMs < longestMs, `${tookMs.toFixed(0)} ms for ${JSON.stringify(unit)}`);
  }
}
