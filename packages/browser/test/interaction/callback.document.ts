import { answerCallback } from '../../src/interaction/callback.ts';

(globalThis as { answered?: boolean }).answered = answerCallback();
