/** A page with the real msal-browser, as its documentation says. */
import * as msal from '@azure/msal-browser';
import { runMsalProgram } from './msal-program.ts';

await runMsalProgram(msal);
