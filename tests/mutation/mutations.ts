/** Ways to break a method: each is one small edit of its source. */
import {
  type ExpressionNode,
  type MessageNode,
  parseMethod,
  type SendNode,
  type SequenceNode,
  type SourceRange,
  type StatementNode,
} from "@stui/smalltalk/syntax";

export interface Mutation {
  /** What was done, for people: `line 3: < becomes <=`. */
  readonly text: string;
  readonly source: string;
}

/** Selectors that take each other's place. */
const OTHERS: Readonly<Record<string, string>> = {
  "ifTrue:": "ifFalse:",
  "ifFalse:": "ifTrue:",
  "and:": "or:",
  "or:": "and:",
  "whileTrue:": "whileFalse:",
  "whileFalse:": "whileTrue:",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "=": "~=",
  "~=": "=",
  "==": "~~",
  "~~": "==",
  "+": "-",
  "-": "+",
  "*": "+",
  "//": "\\\\",
  isEmpty: "notEmpty",
  notEmpty: "isEmpty",
  isNil: "notNil",
  notNil: "isNil",
  first: "last",
  last: "first",
};

/** Statements that say that nothing is there: breaking them breaks nothing. */
const EMPTY =
  /^(?:\^\s*)?self\s+(?:primitiveFailed|subclassResponsibility|shouldNotImplement)$|^super\s+initialize$/;

/** All mutations of a method, in order of its text; throws SyntaxFailure. */
export function mutationsOf(source: string): Mutation[] {
  const method = parseMethod(source);
  const found: Mutation[] = [];
  const at = (range: SourceRange): string => source.slice(range.start, range.end);
  const line = (range: SourceRange): number => source.slice(0, range.start).split("\n").length;
  const replace = (range: SourceRange, by: string, what: string): void => {
    const text = `line ${line(range)}: ${what}`;
    found.push({ text, source: source.slice(0, range.start) + by + source.slice(range.end) });
  };

  const sequence = (node: SequenceNode, isBlock: boolean): void => {
    node.statements.forEach((each, i) => {
      statement(each);
      // A method that ends answers itself anyway.
      if (EMPTY.test(at(each)) || (!isBlock && /^\^\s*self$/.test(at(each)))) return;
      // A block without its last statement has another value; a method that answers itself loses an effect.
      const isWorthDropping = node.statements.length > 1 || !isBlock;
      if (isWorthDropping) drop(node, i, each);
    });
  };
  const drop = (node: SequenceNode, i: number, dropped: StatementNode): void => {
    const next = node.statements[i + 1];
    const end = next === undefined ? dropped.end : next.start;
    replace({ start: dropped.start, end }, "", `without \`${brief(at(dropped))}\``);
  };
  const statement = (node: StatementNode): void => {
    expression(node.kind === "return" ? node.value : node);
    if (node.kind !== "return") return;
    const value = at(node.value);
    if (EMPTY.test(value)) return;
    if (value !== "nil") replace(node.value, "nil", `\`${brief(value)}\` returns nil`);
    if (value !== "self") replace(node.value, "self", `\`${brief(value)}\` returns self`);
  };
  const expression = (node: ExpressionNode): void => {
    switch (node.kind) {
      case "literal":
        if (node.value.type === "integer") {
          const next = `${node.value.value + 1n}`;
          replace(node, next, `${at(node)} becomes ${next}`);
        } else if (node.value.type === "boolean") {
          replace(node, `${!node.value.value}`, `${at(node)} becomes ${!node.value.value}`);
        }
        return;
      case "assignment":
        expression(node.value);
        return;
      case "send":
        send(node);
        return;
      case "cascade":
        expression(node.receiver);
        for (const each of node.messages) message(each);
        return;
      case "braceArray":
        for (const each of node.elements) expression(each);
        return;
      case "block":
        sequence(node.body, true);
        return;
      case "variable":
      case "error":
        return;
    }
  };
  const send = (node: SendNode): void => {
    expression(node.receiver);
    const [argument] = node.message.arguments;
    const isOperator = /^[-/\\<>]/.test(node.message.selector);
    if (isOperator && argument !== undefined && at(argument) !== at(node.receiver)) {
      const swapped = `(${at(argument)}) ${node.message.selector} (${at(node.receiver)})`;
      replace(node, `(${swapped})`, `\`${brief(at(node))}\` becomes \`${brief(swapped)}\``);
    }
    message(node.message);
  };
  const message = (node: MessageNode): void => {
    for (const each of node.arguments) expression(each);
    const other = OTHERS[node.selector];
    const [range] = node.selectorRanges;
    if (other !== undefined && range !== undefined)
      replace(range, other, `${node.selector} becomes ${other}`);
    const [first, second] = node.arguments;
    if (first === undefined || second === undefined || at(first) === at(second)) return;
    const between = source.slice(first.end, second.start);
    replace(
      { start: first.start, end: second.end },
      at(second) + between + at(first),
      `the first two arguments of ${node.selector} change places`,
    );
  };
  sequence(method.body, false);
  return found;
}

const brief = (text: string): string => {
  const words = text.replaceAll(/\s+/g, " ");
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
};
