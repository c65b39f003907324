import { chromium } from '../../browsers/launch/chromium.ts';
import { judgeSignIn } from '../judge-sign-in.ts';

judgeSignIn(chromium);
