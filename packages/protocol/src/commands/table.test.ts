import { describe, expect, it } from "vitest";
import { errorsOf } from "../describe.js";
import { checkerOf } from "../schema/check.js";
import { commandNames, declarationOf, families, isCommandName } from "./table.js";

/** The commands of the protocol with their lanes and effects, written apart from their declarations. */
const expected = `
create_session            control server
restore_session           run     session
update_session_state      control session
close_session             control server
get_session_info          read    none
list_client_sessions      read    none
get_session_statistics    read    none
save_context              run     session
load_context              run     session
get_context_summary       read    none
clear_context             run     session
ping                      read    none
evaluate                  run     image
interrupt                 control session
inspect                   read    image
release_objects           control session
complete                  read    none
format                    read    none
list_packages             read    none
list_classes              read    none
browse_class              read    none
get_method                read    none
find                      read    none
list_changes              read    none
define_class              run     image
compile_method            run     image
remove_method             run     image
remove_class              run     image
rename_class              run     image
file_in                   run     image
file_out                  read    none
run_tests                 run     image
revert_change             run     image
redo_change               run     image
debug                     control image
list_debuggers            read    none
list_processes            read    none
terminate_process         control image
describe                  read    none
system_info               read    none
get_metrics               read    none
list_images               read    none
create_image              control server
close_image               control server
list_image_sessions       read    none
subscribe                 control none
unsubscribe               control none
`;

describe("the declarations", () => {
  it("are those of the protocol, each with its lane and effects", () => {
    const declared = commandNames.map((name) => {
      const { lane, effects } = declarationOf(name);
      return [name, lane, effects];
    });
    expect(declared).toEqual(
      expected
        .trim()
        .split("\n")
        .map((line) => line.split(/ +/)),
    );
  });

  it("belong to one family each", () => {
    expect(Object.values(families).flatMap((family) => Object.keys(family))).toEqual(commandNames);
  });

  it.each(commandNames)("%s: its example fits its schemas, its errors are named once", (name) => {
    const { parameters, result, example, errors, summary } = declarationOf(name);
    expect(checkerOf(parameters)(example.parameters)).toBeUndefined();
    expect(checkerOf(result)(example.result)).toBeUndefined();
    expect(new Set(errors).size).toBe(errors.length);
    expect(errorsOf(name)).toEqual(expect.arrayContaining([...errors, "InvalidRequest", "ShuttingDown"]));
    expect(summary).toMatch(/^[A-Z].*\.$/);
  });

  it("are found by name and by no other", () => {
    expect(isCommandName("evaluate")).toBe(true);
    for (const name of ["Evaluate", "", "__proto__", "constructor"]) expect(isCommandName(name)).toBe(false);
  });
});
