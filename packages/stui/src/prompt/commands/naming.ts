/** What a name behind a command means. */

export type CodeName =
  | {
      readonly kind: "method";
      readonly className: string;
      readonly isClassSide: boolean;
      readonly selector: string;
    }
  | { readonly kind: "class"; readonly className: string }
  | { readonly kind: "selector"; readonly selector: string };

const METHOD = /^(\p{Lu}[\p{L}\p{N}_]*)(\s+class)?\s*>>\s*#?(\S+)$/u;

/** `Foo>>bar:`, `Foo class >> #new`, `Foo`, `bar:`, `#bar`; a class begins with a capital. */
export const readCodeName = (text: string): CodeName => {
  const method = METHOD.exec(text);
  if (method !== null) {
    const [, className = "", side, selector = ""] = method;
    return { kind: "method", className, isClassSide: side !== undefined, selector };
  }
  if (/^\p{Lu}[\p{L}\p{N}_]*(\s+class)?$/u.test(text))
    return { kind: "class", className: text.replace(/\s+class$/, "") };
  return { kind: "selector", selector: text.replace(/^#/, "") };
};
