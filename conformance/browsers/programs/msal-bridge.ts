/** The page that answers of the authority come to, as msal-browser wants it. */
import { broadcastResponseToMainFrame } from '@azure/msal-browser/redirect-bridge';

await broadcastResponseToMainFrame();
