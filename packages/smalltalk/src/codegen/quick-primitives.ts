/**
 * The common case of the primitives that run most, as statements in the method itself, so that V8 can inline them with
 * it. They return where they know the answer; whatever they leave open goes to the primitive behind them. `this` is the
 * receiver, `r0` and `r1` are the arguments. V8 refuses to write the elements of a read-only object. A field that an object does not have is undefined, also for numbers.
 */
const float = (operation: string): string =>
  `if(r0.v!==undefined)return new StFloat(this.v${operation}r0.v);if(typeof r0==="number")return new StFloat(this.v${operation}r0);`;
const floatTest = (operation: string): string =>
  `if(r0.v!==undefined)return this.v${operation}r0.v;if(typeof r0==="number")return this.v${operation}r0;`;
/** An integer with a float: the common sends of two integers are in line already. */
const integer = (operation: string): string =>
  `if(typeof this==="number"&&r0.v!==undefined)return new StFloat(this${operation}r0.v);`;

const QUICK: Readonly<Record<string, string>> = {
  basicAt:
    'if(typeof r0==="number"){const a=this.i;if(a!==undefined){const v=a[r0-1];if(v!==undefined)return v}}',
  basicAtPut:
    'if(typeof r0==="number"){const a=this.i;if(a!==undefined&&r0>0&&r0<=a.length)try{a[r0-1]=r1;return r1}catch(e){if(!M.isRefusal(e))throw e}}',
  basicSize: "{const a=this.i;if(a!==undefined)return a.length}",
  // 0 until somebody has asked for it.
  identityHash: '{const h=this.h;if(typeof h==="number"&&h!==0)return h}',
  objectSame: "return this===r0;",
  stringAt:
    'if(typeof r0==="number"){const s=this.s;if(s!==null){const c=s.charCodeAt(r0-1);if(c<256)return latin[c]}}',
  stringSize: "{const s=this.s;if(s!==null)return s.length}",
  stringEqual: '{const s=this.s,o=r0.s;if(typeof s==="string"&&typeof o==="string")return s===o}',
  characterCode: "return this.c;",
  floatAdd: float("+"),
  floatSubtract: float("-"),
  floatMultiply: float("*"),
  floatDivide: "if(r0.v!==undefined&&r0.v!==0)return new StFloat(this.v/r0.v);",
  floatLess: floatTest("<"),
  floatGreater: floatTest(">"),
  floatLessOrEqual: floatTest("<="),
  floatGreaterOrEqual: floatTest(">="),
  floatEqual: floatTest("==="),
  floatSqrt: "return new StFloat(Math.sqrt(this.v));",
  integerAdd: integer("+"),
  integerSubtract: integer("-"),
  integerMultiply: integer("*"),
};

/** Statements in front of the primitive of that name; empty for most. */
export function quickPrimitive(name: string): string {
  return Object.hasOwn(QUICK, name) ? (QUICK[name] ?? "") : "";
}
