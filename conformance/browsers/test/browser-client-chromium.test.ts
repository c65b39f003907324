import { judgeBrowserClient } from '../judges/judge-browser-client.ts';
import { chromium } from '../launch/chromium.ts';

judgeBrowserClient(chromium);
