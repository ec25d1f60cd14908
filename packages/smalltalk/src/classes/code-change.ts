/** What changes in the code of an image, told when it has changed. */

export type CodeChange =
  | { readonly kind: "classDefined"; readonly className: string; readonly package: string }
  | { readonly kind: "classRemoved"; readonly className: string }
  | { readonly kind: "classRenamed"; readonly className: string; readonly newName: string }
  | {
      readonly kind: "methodCompiled";
      readonly className: string;
      readonly isClassMethod: boolean;
      readonly selector: string;
      readonly category: string;
    }
  | {
      readonly kind: "methodRemoved";
      readonly className: string;
      readonly isClassMethod: boolean;
      readonly selector: string;
    };

/** Hears of every change that somebody asked for; not of methods that were compiled again in its course. */
export type ChangeListener = (change: CodeChange) => void;
