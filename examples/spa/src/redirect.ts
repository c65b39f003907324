import { answerCallback } from '@holdfast/browser/callback';

// The authority sends people here. This page hands the answer to the page that asked, and knows nothing else.
answerCallback();
