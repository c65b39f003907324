import { judgeMsalBrowser } from '../judges/judge-msal-browser.ts';
import { realLibrary } from '../judges/msal-browser/stage.ts';
import { chromium } from '../launch/chromium.ts';

judgeMsalBrowser(realLibrary, chromium);
