/**
 * A syntax tree as canonical source text: parsing it gives the same tree, ranges aside. Parentheses stand where precedence
 * asks for them, and nowhere else; an ErrorNode is printed as nothing.
 */
import type {
  ExpressionNode,
  MessageNode,
  MethodNode,
  PragmaNode,
  SendNode,
  SequenceNode,
  StatementNode,
  VariableNode,
} from "./ast.js";
import { isBinary } from "./characters.js";
import { printLiteral } from "./print-literals.js";
import { isBinarySelector, keywordsOf, numArgs } from "./selectors.js";

/** How tightly an expression binds; an operand of a message has to bind at least as its place demands. */
const LOOSE = 0;
const BINARY = 1;
const UNARY = 2;
const PRIMARY = 3;
type Binding = typeof LOOSE | typeof BINARY | typeof UNARY | typeof PRIMARY;

/** Pattern, comment, pragmas, temporaries and statements, each on its line. */
export function printMethod(node: MethodNode): string {
  const lines = [pattern(node)];
  if (node.comment !== "") lines.push(`"${node.comment.replaceAll('"', '""')}"`);
  for (const each of node.pragmas) lines.push(pragma(each));
  const { temporaries, statements } = node.body;
  if (temporaries.length > 0) lines.push(declarations(temporaries));
  if (statements.length > 0) lines.push(statements.map(printStatement).join(".\n\t"));
  return lines.join("\n\t");
}

/** Temporaries and statements on one line. */
export function printSequence(node: SequenceNode): string {
  const statements = node.statements.map(printStatement).join(". ");
  if (node.temporaries.length === 0) return statements;
  return statements === ""
    ? declarations(node.temporaries)
    : `${declarations(node.temporaries)} ${statements}`;
}

export function printStatement(node: StatementNode): string {
  return node.kind === "return" ? `^ ${printExpression(node.value)}` : printExpression(node);
}

export function printExpression(node: ExpressionNode): string {
  switch (node.kind) {
    case "literal":
      return printLiteral(node.value);
    case "variable":
      return node.name;
    case "assignment":
      return `${node.variable.name} := ${printExpression(node.value)}`;
    case "send":
      return sends(node);
    case "cascade": {
      const [first, ...others] = node.messages;
      if (first === undefined) return printExpression(node.receiver);
      const head = `${bound(node.receiver, receiverBinding(first))} ${message(first)}`;
      return [head, ...others.map(message)].join("; ");
    }
    case "braceArray":
      return node.elements.length === 0 ? "{ }" : `{ ${node.elements.map(printExpression).join(". ")} }`;
    case "block": {
      const parameters = node.parameters.map((each) => `:${each.name}`).join(" ");
      const body = printSequence(node.body);
      if (parameters === "") return body === "" ? "[ ]" : `[ ${body} ]`;
      return body === "" ? `[ ${parameters} ]` : `[ ${parameters} | ${body} ]`;
    }
    case "error":
      return "";
  }
}

/** From the innermost receiver outwards: chains of messages are longer than the stack is deep. */
function sends(node: SendNode): string {
  const chain: MessageNode[] = [];
  let receiver: ExpressionNode = node;
  for (
    let wanted: Binding = LOOSE;
    receiver.kind === "send" && binding(receiver) >= wanted;
    receiver = receiver.receiver
  ) {
    chain.push(receiver.message);
    wanted = receiverBinding(receiver.message);
  }
  const innermost = chain.at(-1);
  const texts = [innermost === undefined ? "" : bound(receiver, receiverBinding(innermost))];
  for (const each of chain.reverse()) texts.push(message(each));
  return texts.join(" ");
}

function message(node: MessageNode): string {
  const [first] = node.arguments;
  if (first === undefined) return node.selector;
  if (isBinarySelector(node.selector)) return `${node.selector} ${bound(first, UNARY)}`;
  return keywordsOf(node.selector)
    .map((keyword, i) => {
      const argument = node.arguments[i];
      return argument === undefined ? keyword : `${keyword} ${bound(argument, BINARY)}`;
    })
    .join(" ");
}

function bound(node: ExpressionNode, wanted: Binding): string {
  return binding(node) >= wanted ? printExpression(node) : `(${printExpression(node)})`;
}

function binding(node: ExpressionNode): Binding {
  if (node.kind === "assignment" || node.kind === "cascade") return LOOSE;
  return node.kind === "send" ? messageBinding(node.message) : PRIMARY;
}

function messageBinding({ selector }: MessageNode): Binding {
  if (numArgs(selector) === 0) return UNARY;
  return isBinarySelector(selector) ? BINARY : LOOSE;
}

/** What the receiver of a message has to bind with. */
function receiverBinding(node: MessageNode): Binding {
  return numArgs(node.selector) === 0 ? UNARY : BINARY;
}

function pattern({ selector, parameters }: MethodNode): string {
  if (parameters.length === 0) return selector;
  return keywordsOf(selector)
    .map((part, i) => `${part} ${parameters[i]?.name ?? ""}`)
    .join(" ");
}

function pragma(node: PragmaNode): string {
  if (node.arguments.length === 0) return `<${node.selector}>`;
  const parts = keywordsOf(node.selector).map((part, i) => {
    const argument = node.arguments[i];
    return argument === undefined ? part : `${part} ${printLiteral(argument)}`;
  });
  // A space keeps operators apart from the brackets.
  const opening = isBinarySelector(node.selector) ? "< " : "<";
  const content = parts.join(" ");
  return `${opening}${content}${isBinary(content.charCodeAt(content.length - 1)) ? " >" : ">"}`;
}

function declarations(variables: readonly VariableNode[]): string {
  return `| ${variables.map((each) => each.name).join(" ")} |`;
}
