import { judgeClients } from '../judges/judge-clients.ts';
import { firefox } from '../launch/firefox.ts';

judgeClients(firefox);
