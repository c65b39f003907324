import { chromiumMissing, launchChromium } from '../launch/chromium.ts';
import { judgePageSuites } from '../suite/judge-page-suites.ts';

judgePageSuites({ name: 'Chromium', missing: chromiumMissing, launch: launchChromium });
