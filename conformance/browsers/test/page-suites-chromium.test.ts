import { chromium } from '../launch/chromium.ts';
import { judgePageSuites } from '../suite/judge-page-suites.ts';

judgePageSuites(chromium);
