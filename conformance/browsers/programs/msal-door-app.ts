/** The same page, with the door that has the names of msal-browser; it signs in the same dialect, so that the same API can judge both. */
import * as msal from '@holdfast/browser/msal';
import { runMsalProgram } from './msal-program.ts';

await runMsalProgram(msal, { shrDialect: 'msal-browser' });
