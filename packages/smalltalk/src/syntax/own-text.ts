/** Parts of a long text that are kept for longer than the text is. */

/**
 * The same characters in a text of their own. JavaScript's `slice` answers a view that keeps the whole text it is of in
 * memory; what is kept of a source of megabytes must not do so.
 */
export function ownText(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}

/** At most `limit` characters, counted as code points: none is cut in two. What was cut is not kept by what is answered. */
export function firstCharacters(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = 0;
  for (let count = 0; count < limit && end < text.length; count += 1)
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  return end === text.length ? text : ownText(text.slice(0, end));
}
