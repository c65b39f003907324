import { judgeMsalBrowser } from '../judges/judge-msal-browser.ts';
import { judgeMsalDoor } from '../judges/judge-msal-door.ts';
import { ownDoor } from '../judges/msal-browser/stage.ts';
import { firefox } from '../launch/firefox.ts';

judgeMsalBrowser(ownDoor, firefox);
judgeMsalDoor(firefox);
