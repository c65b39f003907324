import { firefox } from '../../browsers/launch/firefox.ts';
import { judgeSignIn } from '../judge-sign-in.ts';
import { judgeWindows } from '../judge-windows.ts';

judgeSignIn(firefox);
judgeWindows(firefox);
