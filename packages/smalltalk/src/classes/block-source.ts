/** The text of a block, as it prints. */
import { compileMethod } from "../compiler/index.js";
import { type CodeUnit, unitsInOrder } from "../ir/index.js";
import type { StBlock } from "../memory/blocks.js";
import { makeString } from "../memory/text.js";
import { nil, type PrimitiveTable, type Value } from "../memory/values.js";
import type { BlockOrigins } from "./block-origins.js";
import type { Environment } from "./environment.js";
import { type CodeOwner, Doit } from "./method-record.js";
import { lenientNames } from "./name-space.js";

export function blockPrimitives(environment: Environment, origins: BlockOrigins) {
  return {
    /** → the text between the brackets and with them; `[ ... ]` where nobody knows it any more */
    blockSource: (self: StBlock): Value => {
      const origin = origins.of(self.code);
      const range =
        origin === undefined
          ? undefined
          : unitsInOrder(unitOf(environment, origin.owner))[origin.unit]?.range;
      return makeString(
        origin === undefined || range === undefined
          ? "[ ... ]"
          : origin.owner.source.slice(range.start, range.end),
      );
    },
    /** → what self is in the block; nil where its code does not say self */
    blockReceiver: (self: StBlock): Value => self.r ?? nil,
  } satisfies PrimitiveTable;
}

function unitOf(environment: Environment, owner: CodeOwner): CodeUnit {
  return owner instanceof Doit
    ? owner.unit
    : compileMethod(owner.source, lenientNames(owner.owner, environment)).unit;
}
