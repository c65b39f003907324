import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { repositoryRoot } from '../../../tools/report/run-check.ts';
import { listSuiteFiles } from '../bundle/test-files.ts';
import { runInNode, runProgram } from '../runtimes/node.ts';
import { olderNode, olderNodeMissing } from '../runtimes/older-node.ts';
import { judgeRuntime, patience } from './judge-runtime.ts';

describe('core and oauth in Node 22 with node:crypto for a host', { skip: olderNodeMissing }, () => {
  it('passes every test, by the test runner of its own', patience, async () => {
    const flags = ['--conditions=source', '--test', '--experimental-test-isolation=none', '--test-reporter=tap'];
    const { code, stdout, stderr } = await runProgram(olderNode, [...flags, ...listSuiteFiles()], repositoryRoot);
    const failed = stdout.split('\n').filter((line) => /^\s*not ok /.test(line));
    assert.equal(code, 0, [...failed.slice(0, 20), stderr.slice(0, 2000)].join('\n'));
    const [, passed = '0'] = /^# pass (\d+)$/m.exec(stdout) ?? [];
    assert.ok(Number(passed) >= 2000, `${passed} tests`);
  });
});

judgeRuntime({
  name: 'Node 22 with WebCrypto for a host',
  missing: olderNodeMissing,
  target: 'browser',
  run: (code) => runInNode(olderNode, code),
  says: /^Node\.js\/22$/,
  isNode: true,
});
