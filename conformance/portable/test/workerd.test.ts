import { runInWorkerd } from '../runtimes/workerd.ts';
import { judgeRuntime } from './judge-runtime.ts';

judgeRuntime({
  name: 'workerd',
  missing: false,
  target: 'workerd',
  run: runInWorkerd,
  says: /^Cloudflare-Workers$/,
  isNode: false,
});
