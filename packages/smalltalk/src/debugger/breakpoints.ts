/**
 * Breakpoints. A method that has some runs as a variant: the same code, with an instruction before each place that stops
 * the processes of the session that set it. Other methods are as they were; and the variant's record stands nowhere but on
 * stacks, so that tools see the method that was written.
 */
import { type ClassObject, InstalledMethod, lenientNames, type MethodCompiler } from "../classes/index.js";
import { compileMethod } from "../compiler/index.js";
import { type CodeUnit, type Instruction, unitsInOrder } from "../ir/index.js";
import type { Machine, ProcessGroup } from "../machine/index.js";
import type { MethodRecord } from "../memory/values.js";
import type { SourceRange } from "../syntax/index.js";
import { lineAt, type Place, placeAt, placeOnLine, placesOf } from "./places.js";

/** A line, from 1, or an offset in the source. */
export type BreakpointPlace = { readonly line: number } | { readonly position: number };

export interface SetBreakpoint {
  readonly number: number;
  readonly group: ProcessGroup;
  readonly owner: ClassObject;
  readonly selector: string;
  /** From 1. */
  readonly line: number;
  /** An expression that must be true in the activation; null for none. */
  readonly condition: string | null;
  readonly place: Place;
}

/** A method that has breakpoints. */
interface Site {
  readonly owner: ClassObject;
  readonly record: MethodRecord;
  readonly breakpoints: readonly SetBreakpoint[];
}

export class Breakpoints {
  #lastNumber = 0;
  #sites: Site[] = [];

  constructor(
    readonly machine: Machine,
    readonly compiler: MethodCompiler,
  ) {}

  /** Of the session, in the order they were set. */
  of(group: ProcessGroup): SetBreakpoint[] {
    return this.#sites
      .flatMap(({ breakpoints }) => breakpoints)
      .filter((breakpoint) => breakpoint.group === group)
      .sort((a, b) => a.number - b.number);
  }

  find(number: number): SetBreakpoint | undefined {
    return this.#sites.flatMap((site) => site.breakpoints).find((b) => b.number === number);
  }

  /**
   * The breakpoint, in the place of one that the session has there already; undefined where the method has nothing to stop at
   * there.
   */
  set(
    group: ProcessGroup,
    owner: ClassObject,
    record: MethodRecord,
    wanted: BreakpointPlace,
    condition: string | null,
  ): SetBreakpoint | undefined {
    const { source, selector } = record;
    const places = placesOf(unitsInOrder(this.#unitOf(owner, record)));
    const place =
      "line" in wanted ? placeOnLine(places, source, wanted.line) : placeAt(places, wanted.position);
    if (place === undefined) return undefined;
    this.#lastNumber += 1;
    const line = lineAt(source, place.range.start);
    const breakpoint = {
      number: this.#lastNumber,
      group,
      owner,
      selector,
      line,
      condition,
      place,
    };
    const known = this.#sites.find((site) => site.record === record && site.owner === owner);
    const breakpoints = oneAtEachPlace([...(known?.breakpoints ?? []), breakpoint]);
    this.#change(known, { owner, record, breakpoints });
    return breakpoint;
  }

  /** Answers whether it was there. */
  remove(group: ProcessGroup, number: number): boolean {
    const isWanted = (b: SetBreakpoint) => b.group === group && b.number === number;
    return this.#removeWhere(isWanted) > 0;
  }

  removeAll(group: ProcessGroup): void {
    this.#removeWhere((breakpoint) => breakpoint.group === group);
  }

  /**
   * A method was compiled, or is gone: its breakpoints go to the same lines of the new one, or where nothing is run there, as
   * `set` does, to the next one.
   */
  methodChanged(owner: ClassObject, selector: string): void {
    const site = this.#sites.find((s) => s.owner === owner && s.record.selector === selector);
    const record = owner.methods.get(selector);
    if (site === undefined || site.record === record) return;
    for (const { number } of site.breakpoints) this.machine.breakpoints.delete(number);
    this.#sites = this.#sites.filter((s) => s !== site);
    if (record === undefined) return;
    const places = placesOf(unitsInOrder(this.#unitOf(owner, record)));
    const breakpoints = site.breakpoints.flatMap((breakpoint) => {
      const place = placeOnLine(places, record.source, breakpoint.line);
      if (place === undefined) return [];
      return [{ ...breakpoint, place, line: lineAt(record.source, place.range.start) }];
    });
    if (breakpoints.length > 0)
      this.#change(undefined, { owner, record, breakpoints: oneAtEachPlace(breakpoints) });
  }

  #removeWhere(isWanted: (breakpoint: SetBreakpoint) => boolean): number {
    let removed = 0;
    for (const site of [...this.#sites]) {
      const breakpoints = site.breakpoints.filter((breakpoint) => !isWanted(breakpoint));
      const count = site.breakpoints.length - breakpoints.length;
      if (count === 0) continue;
      removed += count;
      this.#change(site, { ...site, breakpoints });
    }
    return removed;
  }

  /** Puts one site in the place of another, and the code that belongs to it in the place of what runs now. */
  #change(before: Site | undefined, site: Site): void {
    const { owner, record, breakpoints } = site;
    for (const { number } of before?.breakpoints ?? []) this.machine.breakpoints.delete(number);
    for (const { number, group } of breakpoints) this.machine.breakpoints.set(number, group);
    this.#sites = this.#sites.filter((s) => s !== before);
    if (owner.methods.get(record.selector) !== record) return;
    if (breakpoints.length === 0) {
      this.compiler.restore(owner, record.selector);
      return;
    }
    this.#sites.push(site);
    const unit = withBreakpoints(this.#unitOf(owner, record), breakpoints);
    const { selector, category, source } = record;
    const origin = record instanceof InstalledMethod ? record.origin : null;
    this.compiler.runVariant(new InstalledMethod(owner, selector, category, source, unit, origin));
  }

  #unitOf(owner: ClassObject, record: MethodRecord): CodeUnit {
    if (record instanceof InstalledMethod) return record.unit;
    return compileMethod(record.source, lenientNames(owner, this.compiler.environment)).unit;
  }
}

/** Of several that a session has at one place the last, so that what comes there stops once. */
function oneAtEachPlace(breakpoints: readonly SetBreakpoint[]): SetBreakpoint[] {
  return breakpoints.filter(
    ({ group, place }, index) =>
      !breakpoints
        .slice(index + 1)
        .some((b) => b.group === group && b.place.unit === place.unit && b.place.pc === place.pc),
  );
}

/** The unit with an instruction before each place. */
function withBreakpoints(root: CodeUnit, breakpoints: readonly SetBreakpoint[]): CodeUnit {
  const ordinals = new Map(unitsInOrder(root).map((unit, ordinal) => [unit, ordinal]));
  const changed = (unit: CodeUnit): CodeUnit => {
    const own = breakpoints.filter(({ place }) => place.unit === ordinals.get(unit));
    const instructions: Instruction[] = [];
    const ranges: SourceRange[] = [];
    const stops = new Set<number>();
    unit.instructions.forEach((instruction, pc) => {
      const range = unit.ranges[pc] ?? { start: 0, end: 0 };
      for (const { number, place } of own)
        if (place.pc === pc) {
          instructions.push({ op: "breakpoint", number });
          ranges.push(range);
        }
      if (unit.stops.has(pc)) stops.add(instructions.length);
      instructions.push(instruction);
      ranges.push(range);
    });
    return { ...unit, instructions, ranges, stops, blocks: unit.blocks.map(changed) };
  };
  return changed(root);
}
