import { chromium } from '../../browsers/launch/chromium.ts';
import { judgeSignIn } from '../judge-sign-in.ts';
import { judgeWindows } from '../judge-windows.ts';

judgeSignIn(chromium);
judgeWindows(chromium);
