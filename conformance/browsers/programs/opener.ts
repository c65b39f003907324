/** A page of somebody else, which opens pages of an application in windows of its own. */
import { offer } from './offer.ts';

offer({ open: (url: string) => window.open(url, 'opened', 'popup,width=600,height=600') !== null });
