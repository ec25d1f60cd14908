/** Places in the source of a method: where an activation stands, and what is there to stand at. */
import type { Executable } from "../interpreter/index.js";
import type { CodeUnit } from "../ir/index.js";
import type { Activation } from "../machine/index.js";
import type { SourceRange } from "../syntax/index.js";

/** An instruction that can be stood at, in one of the units of a method. */
export interface Place {
  /** Among the units in order of their text. */
  readonly unit: number;
  readonly pc: number;
  readonly range: SourceRange;
  /** A send; else an assignment or a return, whose range has other places in it that come first. */
  readonly isSend: boolean;
}

/** What an activation waits for, or is about to do; null where that is no text. */
export function rangeOf({ unit }: Executable, { pc, waits }: Activation): SourceRange | null {
  const at = waits || unit.stops.has(pc) ? pc : (nextStop(unit, pc) ?? pc);
  const range = unit.ranges[at];
  return range === undefined || range.end <= range.start ? null : range;
}

/** The first stop in the text of the unit from `pc` on, before anything that could lead elsewhere. */
function nextStop({ instructions, stops }: CodeUnit, pc: number): number | undefined {
  for (let at = pc; at < instructions.length; at += 1) {
    if (stops.has(at)) return at;
    const op = instructions[at]?.op;
    if (op === "if" || op === "loop" || op === "else" || op === "endLoop" || op === "leave") return undefined;
  }
  return undefined;
}

/** All that can be stood at in a method, in order of their text. */
export function placesOf(units: readonly CodeUnit[]): readonly Place[] {
  return units
    .flatMap(({ stops, ranges, instructions }, unit) =>
      [...stops].flatMap((pc) => {
        const range = ranges[pc];
        const op = instructions[pc]?.op;
        return range === undefined ? [] : [{ unit, pc, range, isSend: op === "send" || op === "superSend" }];
      }),
    )
    .sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
}

/** The innermost place around a position, else the first behind it; of an assignment or return, where it begins to be run. */
export function placeAt(places: readonly Place[], position: number): Place | undefined {
  const around = places.filter(({ range }) => range.start <= position && position < range.end);
  const size = ({ range }: Place): number => range.end - range.start;
  const [first] = around;
  const found =
    first === undefined
      ? places.find(({ range }) => range.start >= position)
      : around.reduce((least, place) => (size(place) < size(least) ? place : least), first);
  if (found === undefined || found.isSend) return found;
  const { start, end } = found.range;
  return firstRun(
    found,
    places.filter(({ range }) => range.start >= start && range.end <= end),
  );
}

/** What is run first on a line, else on the first later one that has anything. Lines count from 1. */
export function placeOnLine(places: readonly Place[], source: string, line: number): Place | undefined {
  const lineOf = ({ range }: Place): number => lineAt(source, range.start);
  const found = places.find((place) => lineOf(place) >= line);
  if (found === undefined) return undefined;
  return firstRun(
    found,
    places.filter((place) => lineOf(place) === lineOf(found)),
  );
}

/** Of the places in one unit, that of this one. */
function firstRun(found: Place, places: readonly Place[]): Place {
  return places.reduce(
    (first, place) => (place.unit === first.unit && place.pc < first.pc ? place : first),
    found,
  );
}

/** The line of a position, from 1. */
export function lineAt(source: string, position: number): number {
  return source.slice(0, position).split(/\r\n|\r|\n/).length;
}
