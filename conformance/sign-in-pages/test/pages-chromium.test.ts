import { describe } from 'node:test';
import { judgeAccessibility } from '../judge-accessibility.ts';
import { judgeControls } from '../judge-controls.ts';
import { judgeHostileWords } from '../judge-hostile-words.ts';
import { judgeKeyboard } from '../judge-keyboard.ts';
import { chromiumMissing, useChromium } from '../open-chromium.ts';

describe('pages of sign-in in Chromium', { skip: chromiumMissing }, () => {
  const withPage = useChromium();
  judgeAccessibility(withPage);
  judgeControls(withPage);
  judgeHostileWords(withPage);
  judgeKeyboard(withPage);
});
