import { judgeMsalBrowser } from '../judges/judge-msal-browser.ts';
import { chromium } from '../launch/chromium.ts';

judgeMsalBrowser(chromium);
