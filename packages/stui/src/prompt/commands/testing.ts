/** `:test`: the tests of a class or a package. */
import { choose } from "../../testing/filter.js";
import { findTests } from "../../testing/find.js";
import { classLine, failuresText, isGood, totalsText } from "../../testing/print.js";
import { totalsOf } from "../../testing/report.js";
import { TestRunner } from "../../testing/run.js";
import { CommandMisused } from "../work.js";
import type { PromptCommand } from "./command.js";

export const testCommand: PromptCommand = {
  name: "test",
  usage: "CLASS|PACKAGE|CLASS>>SELECTOR",
  doc: "Run tests; failures are told with their stacks.",
  completes: "code",
  run: async (rest, { session, console }) => {
    if (rest === "") throw new CommandMisused("name a test class or a package, as :test ShopTest.");
    const started = performance.now();
    const [name = "", selector] = rest.split(/\s*>>\s*#?/);
    const classes = await findTests(session, [], [name]);
    const chosen = choose(classes, selector === undefined ? undefined : `*>>${selector}`);
    if (chosen.length === 0) throw new CommandMisused(`there is no test ${rest}.`);
    const { reports, stopped } = await new TestRunner(session).run(chosen, {
      onClass: () => undefined,
      onReport: (report) => console.out(classLine(report, console.colours)),
    });
    const totals = totalsOf(reports);
    const failures = failuresText(
      reports,
      console.colours,
      console.isInteractive ? console.columns : undefined,
    );
    if (failures !== "") console.out(`\n${failures}`);
    console.out(totalsText(totals, (performance.now() - started) / 1_000, console.colours));
    if (stopped !== undefined) console.error(`${console.errorColours.red("stopped")}: ${stopped}.`);
    return isGood(totals) && stopped === undefined;
  },
};
