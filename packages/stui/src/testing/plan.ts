/** Which tests there are under a name: the image says. */
import { quoted } from "../sources/baseline-plan.js";

/** The tests of one concrete class. */
export interface TestClass {
  readonly name: string;
  readonly package: string;
  /** In the order in which they run; a parametrised test once. */
  readonly selectors: readonly string[];
  /** Why its tests cannot be told; empty where they can. */
  readonly problem: string;
}

/** What stands behind a name that was asked for. */
export interface Named {
  readonly name: string;
  readonly kind: "class" | "package" | "no test case" | "nothing";
  readonly classes: readonly TestClass[];
}

/**
 * The code that asks the image; its display string is JSON. Of `names` a class goes before a package.
 *
 * @param packages names of packages, which come first in the answer
 */
export const namesCode = (
  packages: readonly string[],
  names: readonly string[],
): string => `| testsOf inClass inPackage packages answer |
testsOf := [ :class | | selectors problem |
	problem := ''.
	selectors := [ class testsForReport collect: [ :each | each selector asString ] ]
		on: Error
		do: [ :error | problem := error class name asString , ': ' , error messageText asString. #() ].
	{ class name asString. class packageName asString. selectors asArray. problem } ].
inClass := [ :class |
	class isAbstract
		ifTrue: [ class allSubclasses reject: [ :each | each isAbstract ] ]
		ifFalse: [ { class } ] ].
packages := Dictionary new.
TestCase allSubclasses do: [ :each |
	each isAbstract ifFalse: [
		(packages at: each packageName asString ifAbsentPut: [ OrderedCollection new ]) add: each ] ].
inPackage := [ :name | (packages at: name ifAbsent: [ #() ]) sorted: [ :a :b | a name asString <= b name asString ] ].
answer := [ :name :kind :classes | { name. kind. (classes collect: [ :each | testsOf value: each ]) asArray } ].
STON toJsonString: ((#( ${packages.map(quoted).join(" ")} ) collect: [ :name |
	answer value: name value: 'package' value: (inPackage value: name) ]) , (#( ${names.map(quoted).join(" ")} ) collect: [ :name | | class found |
	class := Smalltalk classNamed: name.
	found := inPackage value: name.
	(class notNil and: [ (class inheritsFrom: TestCase) or: [ class = TestCase ] ])
		ifTrue: [ answer value: name value: 'class' value: (inClass value: class) ]
		ifFalse: [
			found isEmpty
				ifTrue: [ answer value: name value: (class isNil ifTrue: [ 'nothing' ] ifFalse: [ 'no test case' ]) value: #() ]
				ifFalse: [ answer value: name value: 'package' value: found ] ] ]))`;

type Row = readonly [
  name: string,
  kind: Named["kind"],
  classes: readonly (readonly [
    name: string,
    packageName: string,
    selectors: readonly string[],
    problem: string,
  ])[],
];

/** The image wrote it; its type is that of the code above. */
export const readNames = (json: string): Named[] => {
  const rows: readonly Row[] = JSON.parse(json);
  return rows.map(([name, kind, classes]) => ({
    name,
    kind,
    classes: classes.map(([className, packageName, selectors, problem]) => ({
      name: className,
      package: packageName,
      selectors: [...new Set(selectors)],
      problem,
    })),
  }));
};
