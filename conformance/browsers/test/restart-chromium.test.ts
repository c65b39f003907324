import { judgeRestart } from '../judges/judge-restart.ts';
import { chromium } from '../launch/chromium.ts';

judgeRestart(chromium);
