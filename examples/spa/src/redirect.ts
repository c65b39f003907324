import { answerCallback } from '@holdfast/browser/callback';

// The authority sends people here. This page hands the answer to the page that asked, and knows nothing else; who came otherwise is sent home.
if (!answerCallback()) location.replace('/');
