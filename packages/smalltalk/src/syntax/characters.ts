/** Which characters make which tokens. */

const LETTER = /[\p{L}_]/u;
const BINARY = "!%&*+,-/<=>?@\\~|";

/** Code units of ASCII are looked up, others matched. NUL separates, as in Pharo. */
const ASCII = new Uint8Array(128);
const IS_LETTER = 1;
const IS_DIGIT = 2;
const IS_BINARY = 4;
const IS_SPACE = 8;
for (let c = 0; c < 128; c += 1) {
  const text = String.fromCharCode(c);
  if (/[A-Za-z_]/.test(text)) ASCII[c] = IS_LETTER;
  else if (/[0-9]/.test(text)) ASCII[c] = IS_DIGIT;
  else if (BINARY.includes(text)) ASCII[c] = IS_BINARY;
  else if (c === 0 || /\s/.test(text)) ASCII[c] = IS_SPACE;
}

const classOf = (code: number): number => (code < 128 ? (ASCII[code] ?? 0) : 0);

/** A code point, or NaN beyond the end: then every answer is false. */
export const isLetter = (code: number): boolean =>
  code < 128 ? classOf(code) === IS_LETTER : code >= 128 && LETTER.test(String.fromCodePoint(code));
export const isDigit = (code: number): boolean => classOf(code) === IS_DIGIT;
export const isSpace = (code: number): boolean =>
  code < 128 ? classOf(code) === IS_SPACE : code >= 128 && /\s/.test(String.fromCodePoint(code));
/** Beyond ASCII Pharo has these four: `±`, `·`, `×`, `÷`. */
export const isBinary = (code: number): boolean =>
  code < 128 ? classOf(code) === IS_BINARY : code === 0xb1 || code === 0xb7 || code === 0xd7 || code === 0xf7;
