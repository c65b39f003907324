import { firefoxMissing, runInFirefox } from '../runtimes/firefox.ts';
import { judgeRuntime } from './judge-runtime.ts';

judgeRuntime({
  name: 'Firefox',
  missing: firefoxMissing,
  target: 'browser',
  run: runInFirefox,
  says: /Firefox\/\d+/,
  isNode: false,
});
