/** Bytes of a terminal as keys. */

export type KeyName =
  | "enter"
  | "tab"
  | "backspace"
  | "delete"
  | "left"
  | "right"
  | "up"
  | "down"
  | "home"
  | "end"
  | "page up"
  | "page down"
  | "escape";

export type Key =
  | { readonly kind: "text"; readonly text: string }
  /** What was pasted, lines and all. */
  | { readonly kind: "paste"; readonly text: string }
  /** A letter with Control. */
  | { readonly kind: "control"; readonly letter: string }
  /** A character with Alt. */
  | { readonly kind: "alt"; readonly text: string }
  | {
      readonly kind: "key";
      readonly name: KeyName;
      readonly control: boolean;
      readonly alt: boolean;
      readonly shift: boolean;
    };

const ESC = "\u001b";
const PASTE_BEGIN = `${ESC}[200~`;
const PASTE_END = `${ESC}[201~`;

const FINALS: Readonly<Record<string, KeyName>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  H: "home",
  F: "end",
};
const NUMBERS: Readonly<Record<string, KeyName>> = {
  "1": "home",
  "3": "delete",
  "4": "end",
  "5": "page up",
  "6": "page down",
  "7": "home",
  "8": "end",
};

/** Sequences may come in parts: what cannot be told yet is kept until more comes, or until `flush`. */
export class KeyDecoder {
  #pending = "";

  /** Whether what came begins a sequence that has not ended: an Escape alone looks like that. */
  get isWaiting(): boolean {
    return this.#pending !== "" && !this.#pending.startsWith(PASTE_BEGIN);
  }

  push(text: string): Key[] {
    this.#pending += text;
    const keys: Key[] = [];
    for (;;) {
      const read = readKey(this.#pending);
      if (read === undefined) return keys;
      this.#pending = this.#pending.slice(read.length);
      if (read.key !== undefined) keys.push(read.key);
    }
  }

  /** No more comes: an Escape was the key. */
  flush(): Key[] {
    if (!this.isWaiting) return [];
    const rest = this.#pending.slice(1);
    this.#pending = "";
    return [plain("escape"), ...this.push(rest)];
  }
}

interface Read {
  readonly length: number;
  /** None for a sequence that means nothing here. */
  readonly key: Key | undefined;
}

const plain = (name: KeyName): Key => ({ kind: "key", name, control: false, alt: false, shift: false });
const withAlt = (name: KeyName): Key => ({ kind: "key", name, control: false, alt: true, shift: false });

/** The first key; undefined where there is none, or not all of it. */
const readKey = (text: string): Read | undefined => {
  if (text === "") return undefined;
  if (text.startsWith(ESC)) return readEscape(text);
  const code = text.charCodeAt(0);
  const control = controlKey(code);
  if (control !== undefined) return { length: 1, key: control };
  // All characters up to the next that is none: what is typed fast, or pasted without marks.
  const run = /^\P{Cc}+/u.exec(text)?.[0] ?? text.charAt(0);
  return { length: run.length, key: { kind: "text", text: run } };
};

const controlKey = (code: number): Key | undefined => {
  if (code === 13 || code === 10) return plain("enter");
  if (code === 9) return plain("tab");
  if (code === 127 || code === 8) return plain("backspace");
  if (code === 31) return { kind: "control", letter: "_" };
  if (code < 27) return { kind: "control", letter: String.fromCharCode(code + 96) };
  return code < 32 ? { kind: "control", letter: String.fromCharCode(code + 64) } : undefined;
};

const readEscape = (text: string): Read | undefined => {
  if (text.startsWith(PASTE_BEGIN)) {
    const end = text.indexOf(PASTE_END);
    if (end < 0) return undefined;
    const pasted = text.slice(PASTE_BEGIN.length, end).replace(/\r\n?/g, "\n");
    return { length: end + PASTE_END.length, key: { kind: "paste", text: pasted } };
  }
  const second = text.charAt(1);
  if (second === "") return undefined;
  if (second === "[") return readSequence(text);
  if (second === "O") {
    const final = text.charAt(2);
    if (final === "") return undefined;
    const name = FINALS[final];
    return { length: 3, key: name === undefined ? undefined : plain(name) };
  }
  if (second === ESC) return { length: 1, key: plain("escape") };
  const code = second.charCodeAt(0);
  if (code === 13 || code === 10) return { length: 2, key: withAlt("enter") };
  if (code === 127 || code === 8) return { length: 2, key: withAlt("backspace") };
  const whole = String.fromCodePoint(text.codePointAt(1) ?? 0);
  return { length: 1 + whole.length, key: code < 32 ? undefined : { kind: "alt", text: whole } };
};

/** `ESC [ parameters final`, as `ESC [ 1 ; 5 D` for Control-Left. */
const readSequence = (text: string): Read | undefined => {
  const match = /^.\[([0-9;?]*)([ -/]*)([@-~])/s.exec(text);
  if (match === null) {
    // Not a sequence at all, or not all of it.
    return /^.\[[0-9;? -/]*$/s.test(text) ? undefined : { length: 2, key: undefined };
  }
  const [all, parameters = "", , final = ""] = match;
  const [number = "", modifier = "1"] = parameters.split(";");
  const bits = Number(modifier) - 1;
  const made = (name: KeyName | undefined): Read => ({
    length: all.length,
    key:
      name === undefined
        ? undefined
        : {
            kind: "key",
            name,
            shift: (bits & 1) !== 0,
            alt: (bits & 2) !== 0,
            control: (bits & 4) !== 0,
          },
  });
  if (final === "~") return made(NUMBERS[number]);
  // Shift-Tab means nothing here.
  return made(FINALS[final]);
};
