/** The reference page, from the declarations. */
import { legacyData, legacyParams } from "../codec/legacy-shapes.js";
import { type CommandName, declarationOf, families, isCommandName } from "../commands/table.js";
import { COMMON_ERRORS, errorDetails } from "../errors/details.js";
import { EVENT_NAMES, eventData, eventFields } from "../events.js";
import { DEFAULT_LIMITS } from "../limits.js";
import { choice, type Json, object, type Schema } from "../schema/schema.js";
import { shapes } from "./definitions.js";
import {
  exampleEvent,
  exampleFailure,
  exampleReply,
  exampleRequest,
  legacyExample,
  legacyNames,
} from "./examples.js";
import * as prose from "./prose.js";
import { code, FieldTables, grouped, table } from "./tables.js";

const names = new Map<Schema<unknown>, string>([...shapes].map(([name, schema]) => [schema, name]));
const tables = new FieldTables((schema) => names.get(schema));

const example = (...messages: readonly Json[]): string =>
  ["```json", ...messages.map((message) => JSON.stringify(message)), "```"].join("\n");

const commandSection = (name: CommandName): string => {
  const { summary, notes, parameters, result, errors, lane, effects, role } = declarationOf(name);
  return [
    `#### ${name}`,
    notes === "" ? summary : `${summary} ${notes}`,
    `Lane ${code(lane)}, effects ${code(effects)}, role ${code(role)}. Errors: ${errors.length === 0 ? "none of its own" : errors.map(code).join(", ")}.`,
    `Parameters${parameterDoc(parameters)}`,
    tables.definition(parameters),
    "Result",
    tables.render(result),
    example(exampleRequest(name), exampleReply(name)),
  ].join("\n\n");
};

const parameterDoc = ({ node }: Schema<unknown>): string =>
  node.kind === "variants" ? `, by ${code(node.tag)}` : "";

const familySections = Object.entries(families).flatMap(([family, members]) => [
  `### ${family}`,
  ...Object.keys(members).filter(isCommandName).map(commandSection),
]);

const shapeSections = [...shapes].flatMap(([name, schema]) => [
  `### ${name}`,
  schema.doc,
  tables.definition(schema),
]);

const legacySections = legacyNames.flatMap((name) => {
  const { request, reply } = legacyExample(name);
  return [
    `#### ${name} (1.0.0)`,
    "`params`",
    tables.definition(legacyParams[name]),
    "`data`",
    tables.definition(legacyData[name]),
    example(request, reply),
  ];
});

const errorRow = ([type, details]: [string, Schema<unknown>]): string[] => [
  code(type),
  details.doc,
  details.node.kind === "object" && details.node.fields.length > 0
    ? details.node.fields
        .map(
          ({ name, schema, required }) =>
            `${code(`${name}${required ? "" : "?"}`)} ${tables.type(schema)}: ${schema.doc}`,
        )
        .join("<br>")
    : "none",
];

const errorSection = [
  "## Errors",
  `\`error\` tells a person what happened and what to do next; \`error_type\` and \`details\` are for programs. Any command may answer ${COMMON_ERRORS.map(code).join(", ")}; a request that cannot be read also gets ${["UnknownCommand", "UnsupportedVersion"].map(code).join(" or ")}.`,
  table(["type", "meaning", "details"], Object.entries(errorDetails).map(errorRow)),
];

const eventRows = EVENT_NAMES.map((name) => [code(name), tables.type(eventData[name]), eventData[name].doc]);

const limitRows = Object.entries(DEFAULT_LIMITS).map(([name, value]) => [code(name), grouped(value)]);

/** The text of docs/protocol.md. */
export const reference = (): string =>
  `${[
    prose.introduction,
    prose.transport,
    prose.encodings,
    example(exampleRequest("evaluate"), exampleReply("evaluate"), exampleFailure.flat),
    prose.envelope,
    prose.legacy,
    example(legacyExample("Evaluate").request, legacyExample("Evaluate").reply, exampleFailure.envelope),
    prose.reading,
    ...familySections,
    "## Shapes",
    "What several commands have in common.",
    ...shapeSections,
    ...errorSection,
    prose.events,
    tables.definition(object("", { event: choice("What kind.", EVENT_NAMES), ...eventFields })),
    table(["`event`", "`data`", "what it tells"], eventRows),
    example(exampleEvent),
    prose.limits,
    table(["limit", "default"], limitRows),
    "## The eight shapes of 1.0.0",
    "See [Envelope](#envelope-100). The examples show whole messages.",
    ...legacySections,
  ].join("\n\n")}\n`;
