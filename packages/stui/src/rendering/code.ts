/** Code in colours. */
import { highlight, type Style } from "../language/highlight.js";
import type { Colours } from "./colours.js";

/** How each style is painted; undefined for text as it is. */
export const paintOf = (style: Style, colours: Colours): ((text: string) => string) => {
  switch (style) {
    case "keyword":
    case "operator":
      return colours.blue;
    case "class":
      return colours.cyan;
    case "pseudo":
      return colours.magenta;
    case "string":
      return colours.green;
    case "symbol":
    case "number":
      return colours.yellow;
    case "comment":
      return colours.dim;
    case "wrong":
      return colours.red;
    case "command":
      return colours.bold;
  }
};

/** Of code that is printed, line ends included. */
export const paintCode = (text: string, colours: Colours): string => {
  let painted = "";
  let at = 0;
  for (const { start, end, style } of highlight(text)) {
    const lines = text.slice(start, end).split("\n");
    painted += text.slice(at, start) + lines.map(paintOf(style, colours)).join("\n");
    at = end;
  }
  return painted + text.slice(at);
};
