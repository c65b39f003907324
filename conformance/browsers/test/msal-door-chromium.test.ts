import { judgeMsalBrowser } from '../judges/judge-msal-browser.ts';
import { judgeMsalDoor } from '../judges/judge-msal-door.ts';
import { ownDoor } from '../judges/msal-browser/stage.ts';
import { chromium } from '../launch/chromium.ts';

judgeMsalBrowser(ownDoor, chromium);
judgeMsalDoor(chromium);
