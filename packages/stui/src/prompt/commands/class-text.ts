/** Classes and methods in words. */
import type { Result } from "@stui/protocol";
import { wrap } from "../../arguments/help.js";
import { paintCode } from "../../rendering/code.js";
import type { Colours } from "../../rendering/colours.js";

type Browsed = Result<"browse_class">;
export type Method = Browsed["instance_methods"][number];

/** Definition, comment, superclasses and subclasses, methods by protocol. */
export const classText = (browsed: Browsed, colours: Colours, columns: number): string[] => {
  const { class_info: info, instance_methods, class_methods, superclasses, subclasses } = browsed;
  return [
    ...paintCode(info.definition, colours).split(/\r\n|\r|\n/),
    ...commentLines(info.comment, colours, columns),
    ...(superclasses.length > 0 ? ["", `${colours.bold("inherits from")} ${superclasses.join(", ")}`] : []),
    ...(subclasses.length > 0 ? wrap(`${colours.bold("subclasses")} ${subclasses.join(", ")}`, columns) : []),
    ...side("instance side", instance_methods, colours, columns),
    ...side("class side", class_methods, colours, columns),
  ];
};

const commentLines = (comment: string, colours: Colours, columns: number): string[] =>
  comment.trim() === ""
    ? []
    : [
        "",
        ...comment
          .trim()
          .split(/\r\n|\r|\n/)
          .flatMap((line) => wrap(line, columns))
          .map(colours.dim),
      ];

const side = (title: string, methods: readonly Method[], colours: Colours, columns: number): string[] => {
  if (methods.length === 0) return [];
  const byProtocol = new Map<string, string[]>();
  for (const { category, name } of methods)
    byProtocol.set(category, [...(byProtocol.get(category) ?? []), name]);
  const protocols = [...byProtocol].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    "",
    colours.bold(title),
    ...protocols.flatMap(([protocol, names]) => [
      `  ${colours.dim(protocol === "" ? "as yet unclassified" : protocol)}`,
      ...wrap(names.join("  "), columns - 4).map((line) => `    ${line}`),
    ]),
  ];
};

/** `Foo class>>bar:` with its protocol and source. */
export const methodText = (method: Method, colours: Colours): string[] => [
  `${colours.bold(methodName(method))} ${colours.dim(`(${method.category})`)}`,
  ...paintCode(method.source, colours).split(/\r\n|\r|\n/),
];

export const methodName = ({ class_name, is_class_method, name }: Method): string =>
  `${class_name}${is_class_method ? " class" : ""}>>${name}`;

/** The pattern of a method: its selector with its arguments. */
export const patternOf = ({ name, arguments: names }: Method): string => {
  if (names.length === 0) return name;
  const parts = name.match(/[^:]+:?/g) ?? [name];
  return parts.map((part, i) => `${part} ${names[i] ?? ""}`.trim()).join(" ");
};
