/** `npm run bench -- SUITE [--json] [--quick]`: the suites are TypeScript, compiled with the rest. */
import "./dist/main.js";
