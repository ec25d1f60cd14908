/**
 * The code shape with one piece changed, by rewriting what the emitter wrote. Functions never nest in emitted code, and
 * each has one `try` at most.
 */
export interface Variant {
  readonly name: string;
  readonly rewrite: (script: string) => string;
}

const withoutPolls = (script: string): string =>
  script.replaceAll("if(++d>L[0])poll(d);", "d++;").replaceAll(/if\(d>L\[0\]\)\{pc=\d+;poll\(d\)\}/g, "");

/** Homes and markers keep theirs: what unwinds to them has to stop there. */
const withoutTry = (script: string): string =>
  script.replaceAll(
    /try\{((?:(?!try\{)[\s\S])*?)\}catch\(e\)\{if\(e\.k===1\)e\.add\([^{}]*\);throw e\}/g,
    "{$1}",
  );

const withoutPc = (script: string): string =>
  script.replaceAll(/\bpc=\d+[;,]/g, (m) => (m === "pc=0," ? m : ""));

/** The depth stays what it is; the test against the limit is left. */
const withoutDepth = (script: string): string =>
  script.replaceAll("if(++d>L[0])", "if(d>L[0])").replaceAll("d++;", "");

const STORE = /((?:this|self)\._[\w$]+)=([^;{}]+);/g;
const CONSTRUCTOR_END = /this\.h=0\}/g;

/** One more field in each object. */
const withMarkField = (script: string): string => script.replaceAll(CONSTRUCTOR_END, "this.h=0;this.m=0}");

const owner = (field: string): string => field.slice(0, 4);

const withMark = (script: string): string =>
  // A constructor's own stores need none.
  withMarkField(script).replaceAll(STORE, (all, field: string) =>
    all.endsWith("=nil;") ? all : `${all}${owner(field)}.m=1;`,
  );

const withMarkTest = (script: string): string =>
  withMarkField(script).replaceAll(STORE, (all, field: string) =>
    all.endsWith("=nil;") ? all : `if(${owner(field)}.m!==0)M.marked(${owner(field)});${all}`,
  );

export const VARIANTS: readonly Variant[] = [
  { name: "as emitted", rewrite: (script) => script },
  { name: "without polls", rewrite: withoutPolls },
  { name: "without depth", rewrite: withoutDepth },
  { name: "without pc stores", rewrite: withoutPc },
  { name: "without try/catch", rewrite: withoutTry },
  {
    name: "without all four",
    rewrite: (script) => withoutDepth(withoutPolls(withoutPc(withoutTry(script)))),
  },
  { name: "with a mark on stores", rewrite: withMark },
  { name: "with a test of the mark on stores", rewrite: withMarkTest },
];
