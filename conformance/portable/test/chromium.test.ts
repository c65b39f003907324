import { chromiumMissing, runInChromium } from '../runtimes/chromium.ts';
import { judgeRuntime } from './judge-runtime.ts';

judgeRuntime({
  name: 'Chromium',
  missing: chromiumMissing,
  target: 'browser',
  run: runInChromium,
  says: /Chrome\/\d+/,
  isNode: false,
});
