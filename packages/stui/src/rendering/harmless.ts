/** Control characters of what code made: on a terminal they are shown, and do nothing. */
import { type Colours, noColours } from "./colours.js";

/** `^[` for Escape, as terminals echo it; what is none of ASCII's, as a replacement character. */
const shown = (control: string): string => {
  const code = control.charCodeAt(0);
  if (code === 0x7f) return "^?";
  return code < 0x20 ? `^${String.fromCharCode(code + 0x40)}` : "\ufffd";
};

const isKept = (control: string): boolean => control.startsWith("\n") || control.startsWith("\t");

/** A control character, with what makes one of our own colours of an Escape. */
const CONTROL = /\p{Cc}/gu;
const CONTROL_OR_COLOUR = /\p{Cc}(?:\[(?:[12]|22|3[1-6]|39)m)?/gu;
const ESCAPE = "\u001b";

/** Line ends become line feeds, which are kept, as tabs are. */
export const harmless = (text: string): string =>
  text.replace(/\r\n?/g, "\n").replace(CONTROL, (control) => (isKept(control) ? control : shown(control)));

/** The same of a text in which there are colours, where there are any. */
export const forTerminal = (text: string, colours: Colours): string => {
  if (colours === noColours) return harmless(text);
  return text.replace(/\r\n?/g, "\n").replace(CONTROL_OR_COLOUR, (found) => {
    if (isKept(found) || (found.startsWith(ESCAPE) && found.length > 1)) return found;
    return shown(found) + found.slice(1);
  });
};
