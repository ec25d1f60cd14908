/** A checkout of Pharo: where each class and trait is defined, and which extensions each package has. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface SourceFile {
  readonly package: string;
  /** `Package/Foo.class.st`. */
  readonly path: string;
}

const DEFINITION = /^(.+)\.(?:class|trait)\.st$/;

export class Checkout {
  readonly #definitions = new Map<string, SourceFile>();
  readonly #extensions = new Map<string, SourceFile[]>();
  readonly #extensionsOf = new Map<string, SourceFile[]>();
  readonly #texts = new Map<string, string>();
  readonly source: string;

  /** Of the folder that has Pharo's `src`. Throws the error of the file system where it cannot be read. */
  constructor(folder: string) {
    this.source = join(folder, "src");
    for (const packageName of readdirSync(this.source).sort()) {
      if (!packageName.includes(".")) this.#addPackage(packageName);
    }
  }

  #addPackage(packageName: string): void {
    for (const file of readdirSync(join(this.source, packageName))) {
      const found = { package: packageName, path: `${packageName}/${file}` };
      const className = DEFINITION.exec(file)?.[1];
      if (className !== undefined && !this.#definitions.has(className))
        this.#definitions.set(className, found);
      if (!file.endsWith(".extension.st")) continue;
      append(this.#extensions, packageName, found);
      append(this.#extensionsOf, file.slice(0, -".extension.st".length), found);
    }
  }

  definition(className: string): SourceFile | undefined {
    return this.#definitions.get(className);
  }

  extensions(packageName: string): readonly SourceFile[] {
    return this.#extensions.get(packageName) ?? [];
  }

  /** What all packages add to a class. */
  extensionsOf(className: string): readonly SourceFile[] {
    return this.#extensionsOf.get(className) ?? [];
  }

  text(file: SourceFile): string {
    let text = this.#texts.get(file.path);
    if (text === undefined) {
      text = readFileSync(join(this.source, file.path), "utf8");
      this.#texts.set(file.path, text);
    }
    return text;
  }
}

function append(lists: Map<string, SourceFile[]>, key: string, file: SourceFile): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [file]);
  else known.push(file);
}
