/** What Smalltalk asks and changes of traits. A composition is an Array of Arrays (trait, excluded selectors, aliases by pairs). */
import { symbol } from "../memory/text.js";
import { FAIL, type Fail, nil, type PrimitiveTable, StArray, type Value } from "../memory/values.js";
import { ClassObject } from "./class-object.js";
import type { ClassBuilder } from "./define.js";
import type { Environment } from "./environment.js";
import { InstalledMethod } from "./method-record.js";
import type { Protection } from "./protection.js";
import { changing, guarded, names, refused, text } from "./reflection-primitives.js";
import type { TraitUse } from "./traits.js";

export function traitPrimitives(environment: Environment, builder: ClassBuilder, protection: Protection) {
  return {
    classIsTrait: (self: ClassObject): Value => self.isTrait,
    /** → the composition */
    classTraitUses: (self: ClassObject): Value => new StArray(self.traitUses.map(compositionElement)),
    classTraitUsers: (self: ClassObject): Value => new StArray([...self.traitUsers]),
    /** → selectors of the methods that no trait brought */
    classLocalSelectors: (self: ClassObject): Value =>
      new StArray(
        [...self.methods.values()]
          .filter((m) => !(m instanceof InstalledMethod && m.origin !== null))
          .map((m) => symbol(m.selector)),
      ),
    /** (selector) → the trait that brought the method; nil where the class has it of its own */
    classTraitOrigin: (self: ClassObject, selector: Value): Value => {
      const method = self.methods.get(text(selector) ?? "");
      return method instanceof InstalledMethod ? (method.origin ?? nil) : nil;
    },
    /** (composition, compositionOfTheClassSideOrNil) → self, or an Array with the reason */
    classComposeOf: (self: ClassObject, uses: Value, classUses: Value): Value | Fail => {
      const own = composition(uses);
      const meta = classUses === nil ? null : composition(classUses);
      if (own === undefined || meta === undefined || self.instanceSide !== null) return FAIL;
      const kept = refused(protection.ofClass(self));
      if (kept !== undefined) return kept;
      return changing(self, () => {
        builder.composeOf(self, own, meta);
        return self;
      });
    },
    /** (name, instVars, classVars, package, tag, classInstVarsOrNil, whether globals have it) → the trait, or an Array with the reason */
    traitDefine: (
      _self: Value,
      name: Value,
      instVars: Value,
      classVars: Value,
      packageName: Value,
      tag: Value,
      classInstVars: Value,
      isNamed: Value,
    ): Value | Fail => {
      const js = text(name);
      const own = names(instVars);
      const shared = names(classVars);
      if (js === undefined || own === undefined || shared === undefined) return FAIL;
      const known = isNamed === true ? environment.classNamed(js) : undefined;
      const kept = known === undefined ? undefined : refused(protection.ofClass(known));
      if (kept !== undefined) return kept;
      return guarded(() =>
        builder[isNamed === true ? "defineTrait" : "defineUnnamedTrait"]({
          name: js,
          instVarNames: own,
          classInstVarNames: classInstVars === nil ? null : (names(classInstVars) ?? []),
          classVarNames: shared,
          package: text(packageName) ?? "",
          tag: text(tag) ?? "",
        }),
      );
    },
  } satisfies PrimitiveTable;
}

function compositionElement({ trait, exclusions, aliases }: TraitUse): StArray {
  return new StArray([
    trait,
    new StArray(exclusions.map(symbol)),
    new StArray(aliases.flatMap(({ alias, selector }) => [symbol(alias), symbol(selector)])),
  ]);
}

function composition(value: Value): TraitUse[] | undefined {
  if (!(value instanceof StArray)) return undefined;
  const uses = value.i.map(traitUse);
  return uses.every((use) => use !== undefined) ? uses : undefined;
}

function traitUse(value: Value): TraitUse | undefined {
  if (!(value instanceof StArray)) return undefined;
  const [trait, excluded, pairs] = value.i;
  if (!(trait instanceof ClassObject) || excluded === undefined || pairs === undefined) return undefined;
  const exclusions = names(excluded);
  const words = names(pairs);
  if (exclusions === undefined || words === undefined) return undefined;
  const aliases = words.flatMap((alias, i) => {
    const selector = words[i + 1];
    return i % 2 === 1 || selector === undefined ? [] : [{ alias, selector }];
  });
  return { trait, exclusions, aliases };
}
