import { type Channel, channel } from 'node:diagnostics_channel';
import { eventNames } from './event-names.ts';
import type { EventFacts } from './known-words.ts';

const prefix = 'holdfast:';

/** Makes the function that publishes events: one channel for each name, and `holdfast:other` for names that are not ours. */
export function openChannels(): (event: EventFacts) => void {
  const channels = new Map<string, Channel>([...eventNames].map((name) => [name, channel(prefix + name)]));
  const other = channel(`${prefix}other`);
  return (event) => {
    const found = channels.get(event.name) ?? other;
    if (found.hasSubscribers) found.publish(event);
  };
}
