/** What an image remembers of the files that its packages came from, so that they can be written as they were. */
import { type ClassDefinition, DEFAULT_STYLE, type HeaderSpelling, type TonelStyle } from "./definitions.js";

export class PackageRecords {
  readonly #styles = new Map<string, TonelStyle>();
  readonly #headers = new Map<string, HeaderSpelling>();

  /** The style of a package's files; Pharo 12's where nobody read any. */
  style(packageName: string): TonelStyle {
    return this.#styles.get(packageName) ?? DEFAULT_STYLE;
  }

  noteStyle(packageName: string, style: Partial<TonelStyle>): void {
    this.#styles.set(packageName, { ...DEFAULT_STYLE, ...style });
  }

  header(className: string): HeaderSpelling | undefined {
    return this.#headers.get(className);
  }

  noteHeader(c: ClassDefinition): void {
    this.#headers.set(c.name, c.spelling);
  }

  /** Names of packages that files were read of. */
  get names(): string[] {
    return [...this.#styles.keys()];
  }
}
