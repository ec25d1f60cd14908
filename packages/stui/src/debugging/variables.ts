/** Variables of an activation, and what lies below them, one level after another. */
import { type Frame, variablesOf } from "../rendering/debugger.js";
import type { Inspection } from "./stopped-process.js";

export interface Variable {
  readonly name: string;
  readonly value: string;
  /** What it can be looked into by. */
  readonly objectId: string | undefined;
}

export interface Level {
  /** What the variables belong to; undefined for those of the activation itself. */
  readonly heading: string | undefined;
  readonly variables: readonly Variable[];
  readonly selected: number;
}

/** Outermost first; the last one is looked at. */
export type Levels = readonly [Level, ...Level[]];

export const currentLevel = (levels: Levels): Level => levels.at(-1) ?? levels[0];

/** Of an activation looked at anew: in the same one what is selected stays, and nothing is looked into. */
export const levelsOf = (frame: Frame, before?: Levels): Levels => {
  const variables = variablesOf(frame).map(({ name, print_string, object_id }) => ({
    name,
    value: print_string,
    objectId: object_id,
  }));
  const selected = Math.min(before?.[0].selected ?? 0, variables.length - 1);
  return [{ heading: undefined, variables, selected }];
};

export const moveIn = (levels: Levels, by: number): Levels => {
  const level = currentLevel(levels);
  const last = level.variables.length - 1;
  return withLast(levels, { ...level, selected: Math.max(0, Math.min(last, level.selected + by)) });
};

/** One level down, into what was inspected. */
export const enter = (levels: Levels, name: string, inspection: Inspection): Levels => {
  const { object_info, instance_vars, elements, total } = inspection;
  const variables = [
    ...instance_vars.map((each) => ({
      name: each.name,
      value: each.print_string,
      objectId: each.object_id,
    })),
    ...elements.map((each) => ({ name: each.key, value: each.print_string, objectId: each.object_id })),
  ];
  const more = total - elements.length;
  const rest = more > 0 ? [{ name: "…", value: `${more} more`, objectId: undefined }] : [];
  const heading = `${name}: ${object_info.string_representation} (${object_info.class_name})`;
  return [...levels, { heading, variables: [...variables, ...rest], selected: 0 }];
};

/** One level up; the same at the outermost. */
export const leaveLevel = (levels: Levels): Levels => {
  const [first, ...others] = levels;
  return [first, ...others.slice(0, -1)];
};

const withLast = (levels: Levels, level: Level): Levels => {
  const [first, ...others] = levels;
  return others.length === 0 ? [level] : [first, ...others.slice(0, -1), level];
};
