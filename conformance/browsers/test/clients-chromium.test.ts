import { judgeClients } from '../judges/judge-clients.ts';
import { chromium } from '../launch/chromium.ts';

judgeClients(chromium);
