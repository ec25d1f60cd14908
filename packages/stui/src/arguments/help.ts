/** The texts of `--help`. */
import type { CommandLine, Option } from "./declaration.js";

const WIDTH = 100;

/** Name and text in two columns, the text wrapped. */
export const columns = (rows: readonly (readonly [string, string])[], width = WIDTH): string => {
  const left = Math.max(...rows.map(([name]) => name.length)) + 4;
  return rows
    .map(([name, text]) => {
      const lines = wrap(text, Math.max(40, width - left));
      return lines.map((line, i) => `${(i === 0 ? `  ${name}` : "").padEnd(left)}${line}`).join("\n");
    })
    .join("\n");
};

/** Breaks a paragraph between words; lines that are broken already stay so. */
export const wrap = (text: string, width = WIDTH): string[] =>
  text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });

const written = (name: string, option: Option): string =>
  option.kind === "flag" ? `--${name}` : `--${name} ${option.value}`;

const inUsage = (name: string, option: Option): string =>
  `[${written(name, option)}]${option.kind === "texts" ? "…" : ""}`;

/** @param sections further paragraphs, behind the declaration's notes */
export const helpOf = (line: CommandLine, sections: readonly string[] = []): string => {
  const options = Object.entries(line.options);
  const usage = ["stui", line.name, line.operands.usage, ...options.map(([n, o]) => inUsage(n, o))];
  const parts = [
    `Usage: ${usage.filter((part) => part !== "").join(" ")}`,
    wrap(line.summary).join("\n"),
    `Options:\n${columns([
      ...options.map(([name, option]) => [written(name, option), option.doc] as const),
      ["--help", "Show this."],
    ])}`,
    ...line.notes.map((note) => wrap(note).join("\n")),
    ...sections,
    `Examples:\n${line.examples.map(({ line: example, doc }) => `  # ${doc}\n  ${example}`).join("\n")}`,
  ];
  return `${parts.join("\n\n")}\n`;
};

/** The help of `stui` itself. */
export const overview = (
  commands: readonly { readonly name: string; readonly summary: string }[],
  version: string,
): string =>
  `${[
    `stui ${version}: live Smalltalk over the wire`,
    "Usage: stui COMMAND …",
    `Commands:\n${columns(commands.map(({ name, summary }) => [name, summary]))}`,
    `Options:\n${columns([
      ["--version", "Show the version."],
      ["--help", "Show this; stui COMMAND --help shows a command's options and examples."],
    ])}`,
    [
      "Examples:",
      "  stui eval '(1 to: 10) collect: [ :each | each squared ]'",
      "  stui run examples/tally/Tally --eval 'Tally factorial'",
      "  stui serve --endpoint 'tcp://127.0.0.1:*'",
      "  stui test src --junit report.xml",
      "  stui repl --connect tcp://127.0.0.1:5555",
    ].join("\n"),
    "The exit code is 0 where all went well; 1 where the work failed; 2 where the command was called wrongly: an option, a setting, an endpoint, a configuration file or a script that is none. Then nothing was begun.",
  ].join("\n\n")}\n`;
