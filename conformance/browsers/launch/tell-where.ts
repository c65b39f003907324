import type { Tab } from './real-browser.ts';

/** Makes what fails in a tab say where that tab is, and what was complained of there. */
export function tellWhere(tab: Tab): Tab {
  const told = async <T>(what: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      const [reason = ''] = String(cause).split('\n');
      const complaints = tab.complaints().map((text) => `\n  ${text}`);
      throw new Error(`${what} at ${tab.url()}: ${reason}${complaints.join('')}`);
    }
  };
  return {
    ...tab,
    press: (selector) => told(`pressing ${selector}`, tab.press(selector)),
    type: (selector, text) => told(`typing into ${selector}`, tab.type(selector, text)),
    run: (work, argument) => told('running', tab.run(work, argument)),
    until: (work, argument) => told(`waiting for ${work}`, tab.until(work, argument)),
    popup: (work) => told('waiting for a popup', tab.popup(work)),
  };
}
