import type { Violation } from '../report/violation.ts';
import { type FloorPlan, placeOf } from './floor-plan.ts';

/** Rooms without a floor, floors without a room, and paths with a word that says nothing. */
export function roomNameFaults(files: readonly string[], plan: FloorPlan): readonly Violation[] {
  return [...roomsWithoutFloor(files, plan), ...floorsWithoutRoom(files, plan), ...emptyWords(files, plan)];
}

function roomsWithoutFloor(files: readonly string[], plan: FloorPlan): readonly Violation[] {
  const missing = new Map<string, string>();
  for (const file of files) {
    const place = placeOf(file);
    if (place === undefined || place.isIndex) continue;
    const rooms = plan.packages[place.packageFolder]?.rooms;
    if (rooms?.[place.room] === undefined) missing.set(`${place.packageFolder}/src/${place.room}`, place.room);
  }
  return [...missing].map(([path, room]) => ({
    file: `packages/${path}`,
    fault: `the room ${room} has no floor`,
    mend: 'Give it a number in floors.json, above everything it imports',
  }));
}

function floorsWithoutRoom(files: readonly string[], plan: FloorPlan): readonly Violation[] {
  const lived = new Set(files.map((file) => placeOf(file)).map((place) => `${place?.packageFolder}/${place?.room}`));
  return Object.entries(plan.packages).flatMap(([folder, { rooms }]) =>
    Object.keys(rooms)
      .filter((room) => !lived.has(`${folder}/${room}`))
      .map((room) => ({
        file: 'floors.json',
        fault: `the room ${room} of ${folder} does not exist`,
        mend: 'Remove its number',
      })),
  );
}

function emptyWords(files: readonly string[], plan: FloorPlan): readonly Violation[] {
  return files.flatMap((file) => {
    const word = file.split(/[/.-]/).find((part) => plan.bannedNames.includes(part.toLowerCase()));
    if (word === undefined) return [];
    return [{ file, fault: `has "${word}" in its path, which says nothing`, mend: 'Name the subject of the room' }];
  });
}
