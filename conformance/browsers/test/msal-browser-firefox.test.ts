import { judgeMsalBrowser } from '../judges/judge-msal-browser.ts';
import { realLibrary } from '../judges/msal-browser/stage.ts';
import { firefox } from '../launch/firefox.ts';

judgeMsalBrowser(realLibrary, firefox);
