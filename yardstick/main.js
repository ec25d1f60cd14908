/** `npm run yardstick -- --pharo FOLDER --list FILE.tsv [--tier T1] [--json]`: the modules are TypeScript, compiled with the rest. */
import "./dist/main.js";
