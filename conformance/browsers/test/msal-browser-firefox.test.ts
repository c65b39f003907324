import { judgeMsalBrowser } from '../judges/judge-msal-browser.ts';
import { firefox } from '../launch/firefox.ts';

judgeMsalBrowser(firefox);
