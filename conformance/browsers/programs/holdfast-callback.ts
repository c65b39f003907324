/** The page that answers of the authority come to. */
import { answerCallback } from '@holdfast/browser/callback';

if (!answerCallback()) document.body.append('Nobody waits for this.');
