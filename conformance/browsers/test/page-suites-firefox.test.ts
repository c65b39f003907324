import { firefox } from '../launch/firefox.ts';
import { judgePageSuites } from '../suite/judge-page-suites.ts';

judgePageSuites(firefox);
