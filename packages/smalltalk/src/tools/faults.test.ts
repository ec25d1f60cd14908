/** Whatever code asks for, it is Smalltalk that answers: no error of JavaScript's comes through. */
import { describe, expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();

describe("an error of Smalltalk's", () => {
  for (const [code, exceptionClass] of [
    ["2 raisedTo: 1000000000", "OutOfMemory"],
    ["2 raisedTo: 1e9", "OutOfMemory"],
    ["1 bitShift: 1e15", "OutOfMemory"],
    ["1 << (1 << 100)", "OutOfMemory"],
    ["(2 raisedTo: 16000000) squared", "OutOfMemory"],
    ["String new: 1e12", "OutOfMemory"],
    ["String new: 1e12 withAll: $a", "OutOfMemory"],
    ["Array new: 1e12", "OutOfMemory"],
    ["Array new: 1 << 70", "OutOfMemory"],
    ["ByteArray new: 1e12", "OutOfMemory"],
    ["OrderedCollection new: 1e15", "OutOfMemory"],
    ["Set new: 1e15", "OutOfMemory"],
    ["Dictionary new: 1e15", "OutOfMemory"],
    ["(1 to: 1e15) asArray", "OutOfMemory"],
    ["(String new: 300000) asSymbol", "Error"],
    ["Array new: -1", "Error"],
    ["String new: -1", "Error"],
    ["ByteArray new: -1", "Error"],
    ["Array new: 1.5", "Error"],
    ["Array new: nil", "Error"],
    ["#() first", "SubscriptOutOfBounds"],
    ["Character value: -1", "Error"],
    ["Character value: 16r110000", "Error"],
    ["Float nan truncated", "Error"],
    ["Float infinity asInteger", "Error"],
    ["12 printString: 1", "Error"],
    ["3 perform: #+ with: 1 with: 2", "Error"],
    ["3 perform: 'no selector'", "MessageNotUnderstood"],
    ["3 perform: nil", "Error"],
    ["3 perform: '__proto__'", "MessageNotUnderstood"],
    ["3 perform: #constructor", "MessageNotUnderstood"],
    ["3 perform: #toString", "MessageNotUnderstood"],
    ["nil then", "MessageNotUnderstood"],
    ["3 instVarAt: 1", "NotIndexable"],
    ["Object basicNew: 3", "Error"],
    ["Object class basicNew", "Error"],
    ["Class new", "Error"],
    ["Metaclass basicNew", "Error"],
    ["BlockClosure basicNew", "Error"],
    ["Character basicNew", "Error"],
    ["Symbol basicNew", "Error"],
    ["LargePositiveInteger basicNew", "Error"],
    ["SmallInteger basicNew: 3", "Error"],
    ["Marker basicNew", "Error"],
    ["Home new", "Error"],
    ["BlockClosure subclass: #Odd", "ClassDefinitionError"],
    ["Object subclass: #self", "ClassDefinitionError"],
    [
      "Object subclass: #Odd instanceVariableNames: 'self' classVariableNames: '' package: ''",
      "ClassDefinitionError",
    ],
    ["Object instanceVariableNames: 'a'", "ClassDefinitionError"],
    ["Object removeFromSystem", "ClassDefinitionError"],
    ["Array rename: #Row", "ClassDefinitionError"],
    ["Smalltalk at: #Object put: 3", "Error"],
    ["Smalltalk removeKey: #Object", "ClassDefinitionError"],
    ["Object compile: nil", "PrimitiveFailed"],
    ["Object compile: 'foo ^ ('", "CodeError"],
    ["[ :a | a ] valueWithArguments: #()", "ArgumentsCountMismatch"],
    ["[ 1 / 0 ] on: nil do: [ ]", "MessageNotUnderstood"],
    ["[ 1 / 0 ] on: Error do: 3", "MessageNotUnderstood"],
    ["Exception new return: 3", "IllegalResumeAttempt"],
    ["Marker unwindTo: nil return: 3", "MessageNotUnderstood"],
  ] as const) {
    it(`${exceptionClass} for ${code}`, () => {
      expect(workspace.error(code, { timeoutMs: 10_000 }).exceptionClass).toBe(exceptionClass);
      expect(workspace.print("3 + 4")).toBe("7");
    });
  }
});

describe("a value for", () => {
  for (const [code, printed] of [
    ["String basicNew size", "0"],
    ["Array basicNew size", "0"],
    ["ByteArray basicNew size", "0"],
    ["Association basicNew", "nil->nil"],
    ["1 >> (1 << 100)", "0"],
    ["1.0e308 * 1.0e308", "Float infinity"],
    ["(2 raisedTo: 1200000) printString size", "361236"],
    ["(2 raisedTo: 1200000) printString asInteger = (2 raisedTo: 1200000)", "true"],
    ["((2 raisedTo: 1200000) + 5) sqrtFloor = (2 raisedTo: 600000)", "true"],
    ["((2 raisedTo: 50000) * 15 gcd: (2 raisedTo: 50001) * 25) = ((2 raisedTo: 50000) * 5)", "true"],
    ["[ [ 1 / 0 ] on: nil do: [ ] ] on: MessageNotUnderstood do: [ :e | e message selector ]", "#handles:"],
  ] as const) {
    it(code, () => {
      expect(workspace.print(code)).toBe(printed);
    });
  }
});
