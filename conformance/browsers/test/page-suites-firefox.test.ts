import { firefoxMissing, launchFirefox } from '../launch/firefox.ts';
import { judgePageSuites } from '../suite/judge-page-suites.ts';

judgePageSuites({ name: 'Firefox', missing: firefoxMissing, launch: launchFirefox });
