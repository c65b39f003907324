import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRooms } from '../check-rooms.ts';
import { floors, plant, tell } from './fixture.ts';

const lines = (count: number) => 'export {};\n'.repeat(count);
const functionOf = (count: number) => `export function long(): void {\n${'  void 0;\n'.repeat(count - 2)}}\n`;

describe('check rooms', () => {
  it('passes a sound repository and gives its figures', (t) => {
    const findings = checkRooms(plant(t));
    assert.deepEqual(tell(findings), []);
    assert.match(findings.figures ?? '', /^6 source files: median \d+ lines/);
  });

  it('finds a file over 500 lines, and warns over 300', (t) => {
    const findings = checkRooms(
      plant(t, { 'packages/low/src/base/long.ts': lines(501), 'packages/low/src/base/warm.ts': lines(301) }),
    );
    assert.deepEqual(tell(findings), [
      'packages/low/src/base/long.ts the file has 501 lines, budget 500. Split it by subject.',
    ]);
    assert.deepEqual(
      findings.warnings?.map(({ file }) => file),
      ['packages/low/src/base/warm.ts'],
    );
  });

  it('finds a test file over 500 lines', (t) => {
    assert.match(
      tell(checkRooms(plant(t, { 'packages/low/test/long.test.ts': lines(501) }))).join(),
      /^packages\/low\/test\/long\.test\.ts/,
    );
    assert.deepEqual(tell(checkRooms(plant(t, { 'packages/low/test/long.test.ts': lines(500) }))), []);
  });

  it('finds a function over 120 lines, and warns over 60', (t) => {
    const findings = checkRooms(
      plant(t, { 'packages/low/src/base/long.ts': functionOf(121), 'packages/low/src/base/warm.ts': functionOf(61) }),
    );
    assert.deepEqual(tell(findings), [
      'packages/low/src/base/long.ts:1 function long has 121 lines, budget 120. Split it by subject.',
    ]);
    assert.equal(findings.warnings?.length, 1);
  });

  it('leaves a file alone that says why it is long', (t) => {
    const waived = `// waiver: a table of data, one row per code\n${lines(600)}`;
    assert.deepEqual(tell(checkRooms(plant(t, { 'packages/low/src/base/table.ts': waived }))), []);
    const withoutReason = `// waiver:\n${lines(600)}`;
    assert.equal(tell(checkRooms(plant(t, { 'packages/low/src/base/table.ts': withoutReason }))).length, 1);
  });

  it('finds a fourth positional parameter, in types too', (t) => {
    const changes = {
      'packages/low/src/base/many.ts':
        'export const many = (a: 1, b: 1, c: 1, d: 1) => [a, b, c, d];\nexport type Many = (a: 1, b: 1, c: 1, d: 1) => 1;\n',
    };
    assert.deepEqual(
      tell(checkRooms(plant(t, changes))).map((line) => line.slice(0, line.indexOf('.', 40))),
      [
        'packages/low/src/base/many.ts:1 many takes 4 positional parameters',
        'packages/low/src/base/many.ts:2 without a name takes 4 positional parameters',
      ],
    );
  });

  it('accepts a fourth parameter that somebody else asks for', (t) => {
    const waived = (reason: string) => ({
      'packages/low/src/base/many.ts': `export const make = () => {\n  // waiver: ${reason}\n  return (a: 1, b: 1, c: 1, d: 1) => [a, b, c, d];\n};\n`,
    });
    assert.deepEqual(tell(checkRooms(plant(t, waived('Express knows error handlers by them')))), []);
    assert.equal(tell(checkRooms(plant(t, waived('')))).length, 1);
  });

  it('finds an entry that runs more than its budget', (t) => {
    const entry = 'packages/low/src/jws/one.ts';
    const within = plant(t, { 'floors.json': floors({ closures: [{ entry, files: 2, lines: 5 }] }) });
    assert.deepEqual(tell(checkRooms(within)), []);
    const over = plant(t, { 'floors.json': floors({ closures: [{ entry, files: 1, lines: 5 }] }) });
    assert.match(tell(checkRooms(over)).join(), /one\.ts runs 2 files with 5 lines, budget 1 and 5/);
  });
});
