import { judgeRestart } from '../judges/judge-restart.ts';
import { firefox } from '../launch/firefox.ts';

judgeRestart(firefox);
