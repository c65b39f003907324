import { runInNode } from '../runtimes/node.ts';
import { judgeRuntime } from './judge-runtime.ts';

// With the host of node:crypto, the suites run in this Node as they are: they are part of `npm test`.
judgeRuntime({
  name: 'Node 24 with WebCrypto for a host',
  missing: false,
  target: 'browser',
  run: (code) => runInNode(process.execPath, code),
  says: /^Node\.js\/24$/,
  isNode: true,
});
