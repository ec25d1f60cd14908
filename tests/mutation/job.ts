/** What parent and child tell each other: plain data. */
export interface KernelMethodText {
  /** Name of the class, or of the class whose metaclass has the method. */
  readonly owner: string;
  readonly isMeta: boolean;
  readonly selector: string;
  readonly protocol: string;
  readonly source: string;
}

export type Job =
  /** Tell all methods of the kernel. */
  | { readonly kind: "list" }
  /** Run the expectations over the kernel with this method in the place of its own. */
  | { readonly kind: "run"; readonly method: KernelMethodText };

export type FromChild =
  /** Another file of expectations begins. */
  | { readonly kind: "progress" }
  | { readonly kind: "methods"; readonly methods: readonly KernelMethodText[] }
  /** The first expectation that was not met. */
  | { readonly kind: "caught"; readonly by: string }
  | { readonly kind: "survived" }
  | { readonly kind: "failed"; readonly reason: string };
