import { firefox } from '../../browsers/launch/firefox.ts';
import { judgeSignIn } from '../judge-sign-in.ts';

judgeSignIn(firefox);
