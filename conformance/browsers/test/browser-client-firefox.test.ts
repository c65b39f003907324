import { judgeBrowserClient } from '../judges/judge-browser-client.ts';
import { firefox } from '../launch/firefox.ts';

judgeBrowserClient(firefox);
