"""What a stranger does with a server: every built command, right and wrong, in the encoding of the visitor."""

COUNTER = (
    "Object subclass: #StrangerCounter\n"
    "\tinstanceVariableNames: 'count'\n\tclassVariableNames: ''\n\tpackage: 'Stranger'"
)
INCREMENT = "increment\n\t^ count := (count ifNil: [ 0 ]) + 1"
TONEL = """Class {
	#name : #StrangerFiled,
	#superclass : #Object,
	#category : #'Stranger-Filed'
}

{ #category : #asking }
StrangerFiled >> answer [
	^ 42
]
"""
CHUNKS = "!StrangerFiled methodsFor: 'asking'!\nquestion ^ 'six times seven'! !\n"


def server(v):
    pong = v.call("ping", {"message": "hello"})
    v.equal((pong["message"], pong["status"]), ("hello", "ready"), "ping")
    v.equal(v.call("ping")["message"], "pong", "ping without a message")
    described = v.call("describe", {"command": "ping"})
    v.equal(list(described["commands"]), ["ping"], "describe of one command")
    v.check(described["limits"]["max_message_bytes"] > 0, "describe without limits")
    v.refused("describe", {"command": "nonsense"}, "UnknownCommand")
    info = v.call("system_info", {"info_type": "All"})["info"]
    v.check("dialect" in info, "system_info without a dialect")
    v.refused("system_info", {"info_type": "Weather"}, "InvalidRequest")
    metrics = v.call("get_metrics")["metrics"]
    v.check(metrics["requests_total"] > 0, "get_metrics")
    images = v.call("list_images")["images"]
    v.equal(images[0]["image"], "default", "list_images")
    session = v.session()
    in_image = v.call("list_image_sessions", {"image": "default"})["sessions"]
    v.check(session in [each["session_id"] for each in in_image], "list_image_sessions")
    v.refused("list_image_sessions", {"image": "nowhere"}, "ImageNotFound")
    v.call("close_session", {"session_id": session})


def sessions(v):
    client = f"sessions.{v.encoding.name}"
    created = v.call("create_session", {"client_id": client, "name": "mine", "timeout": 600})
    session = created["session_id"]
    v.equal((created["client_id"], created["name"], created["timeout"]), (client, "mine", 600), "create_session")
    state = v.call("update_session_state", {"session_id": session, "state_data": {"a": 1, "b": [True, None]}})
    v.equal(state["session_state"], {"a": 1, "b": [True, None]}, "update_session_state")
    state = v.call("update_session_state", {"session_id": session, "state_data": {"a": None}})
    v.equal(state["session_state"], {"b": [True, None]}, "update_session_state with null")
    v.evaluate(session, "kept := 7")
    info = v.call("get_session_info", {"session_id": session})
    v.equal((info["client_id"], info["is_active"], info["evaluation_count"]), (client, True, 1), "get_session_info")
    listed = v.call("list_client_sessions", {"client_id": client})
    v.equal([each["session_id"] for each in listed["sessions"]], [session], "list_client_sessions")
    statistics = v.call("get_session_statistics")
    v.check(statistics["total_sessions"] >= 1, "get_session_statistics")
    v.call("close_session", {"session_id": session, "save_state": True})
    v.refused("get_session_info", {"session_id": session}, "SessionNotFound")
    restored = v.call("restore_session", {"session_id": session})
    names = [each["name"] for each in restored["workspace_context"]["variables"]]
    v.equal((names, restored["session_state"]), (["kept"], {"b": [True, None]}), "restore_session")
    v.refused("restore_session", {"session_id": session, "client_id": "another"}, "PermissionDenied")
    v.equal(v.call("close_session", {"session_id": session})["closed"], True, "close_session")
    v.refused("close_session", {"session_id": session}, "SessionNotFound")
    v.refused("create_session", {"client_id": "not a client id"}, "InvalidRequest")
    v.refused("create_session", {"client_id": client, "image": "nowhere"}, "ImageNotFound")
    v.refused("create_session", {"client_id": client, "durable": "always"}, "UnsupportedOperation")


def ownership(v):
    session = v.session("owner")
    other = type(v)(v.context, v.endpoint, v.encoding, v.tally)
    other.refused("get_session_info", {"session_id": session}, "PermissionDenied", client_id="thief")
    other.refused("ping", {}, "PermissionDenied", client_id="somebody.else")
    other.close()
    v.call("close_session", {"session_id": session})


def images(v):
    name = f"stranger.{v.encoding.name}"
    made = v.call("create_image", {"image": name})["image"]
    v.equal((made["image"], made["state"]), (name, "ready"), "create_image")
    v.refused("create_image", {"image": name}, "Conflict")
    v.refused("create_image", {"image": "../x"}, "InvalidRequest")
    v.check(name in [each["image"] for each in v.call("list_images")["images"]], "list_images")
    session = v.session("images", image=name)
    v.equal(v.evaluate(session, "3 + 4"), "7", "a session in another image")
    v.equal(v.call("close_image", {"image": name})["image"]["state"], "closed", "close_image")
    v.refused("evaluate", {"session_id": session, "code": "1"}, "SessionNotFound")
    v.refused("close_image", {"image": name}, "ImageNotFound")
    v.refused("close_image", {"image": "default"}, "PermissionDenied")


def contexts(v):
    session = v.session()
    given = {"session_id": session}
    v.evaluate(session, "x := OrderedCollection with: 3 with: 4")
    saved = v.call("save_context", {**given, "name": "before"})
    v.equal((saved["name"], saved["variables"]), ("before", 1), "save_context")
    v.evaluate(session, "x := nil. y := 5")
    summary = v.call("get_context_summary", given)
    v.equal([each["name"] for each in summary["variables"]], ["x", "y"], "get_context_summary")
    v.equal([each["name"] for each in summary["saved"]], ["before"], "saved contexts")
    loaded = v.call("load_context", {**given, "name": "before"})
    v.equal(loaded["context"]["variables"][0]["print_string"], "an OrderedCollection(3 4)", "load_context")
    v.equal(v.evaluate(session, "x sum"), "7", "what was loaded")
    v.refused("load_context", {**given, "name": "never"}, "ContextNotFound")
    cleared = v.call("clear_context", {**given, "scope": "variables"})["cleared"]
    v.equal(cleared["variables"], 1, "clear_context")
    v.refused("clear_context", {**given, "scope": "everything"}, "InvalidRequest")
    v.call("close_session", given)


def evaluating(v):
    session = v.session()
    v.equal(v.evaluate(session, "(1 to: 10) collect: [:e | e squared]"), "#(1 4 9 16 25 36 49 64 81 100)", "evaluate")
    shown = v.call("evaluate", {"session_id": session, "code": "'it''s'", "evaluation_mode": "display"})
    v.equal((shown["result"], shown["display"]), ("'it''s'", "it's"), "evaluate, mode display")
    v.equal(shown["result_type"], "ByteString", "result_type")
    v.evaluate(session, "x := 3")
    v.equal(v.evaluate(session, "x + 4"), "7", "a variable")
    v.equal(v.evaluate(session, "'wörld ', (String with: (Character value: 128512))"), "'wörld 😀'", "Unicode")
    failure = v.refused("evaluate", {"session_id": session, "code": "nil foo"}, "EvaluationError")
    v.equal(failure.details["exception_class"], "MessageNotUnderstood", "exception_class")
    failure = v.refused("evaluate", {"session_id": session, "code": "3 + "}, "SyntaxError")
    v.equal(str(failure.details["line"]), "1", "line of a syntax error")
    v.refused("evaluate", {"session_id": "s_none", "code": "1"}, "SessionNotFound")
    endless = "[:b | b value: b] value: [:b | b value: b]"
    v.refused("evaluate", {"session_id": session, "code": endless}, "ResourceExceeded")
    if v.flat:
        v.refused("evaluate", {"session_id": session, "code": "[true] whileTrue", "timeout_ms": 100}, "Timeout")
        written = v.call("evaluate", {"session_id": session, "code": "Transcript show: 'out'; cr. 1"})
        v.equal(written["output"], "out\n", "output")
        alone = v.call("evaluate", {"code": "lone := 1"})
        v.equal(alone["result"], "1", "evaluate without a session")
    else:
        # Without a session in `context` it works in one of the connection.
        v.equal(v.call("evaluate", {"code": "own := 5"})["result"], "5", "evaluate in the connection's session")
        v.equal(v.call("evaluate", {"code": "own"})["result"], "5", "a variable of the connection's session")
    v.call("close_session", {"session_id": session})


def interrupting(v):
    session = v.session()
    dealer = v.dealer()
    endless = v.request("evaluate", {"session_id": session, "code": "[true] whileTrue"})
    dealer.send(endless)
    while not v.call("interrupt", {"session_id": session})["interrupted"]:
        pass
    try:
        v.read("evaluate", endless["id"], dealer.reply(endless["id"]))
        v.check(False, "what was interrupted answered a result")
    except Exception as error:
        v.equal(getattr(error, "error_type", str(error)), "Interrupted", "interrupt")
    dealer.close()
    v.equal(v.call("interrupt", {"session_id": session})["interrupted"], False, "interrupt of nothing")
    v.equal(v.evaluate(session, "3 + 4"), "7", "after an interrupt")
    v.call("close_session", {"session_id": session})


def inspecting(v):
    session = v.session()
    given = {"session_id": session}
    inspected = v.call("inspect", {**given, "target": "3 -> 4", "include_private": True})
    v.equal(inspected["object_info"]["class_name"], "Association", "inspect")
    if v.flat:
        fields = {each["name"]: each["print_string"] for each in inspected["instance_vars"]}
        v.equal((fields["key"], fields["value"]), ("3", "4"), "fields")
        value = v.call("evaluate", {**given, "code": "(1 to: 1000) asOrderedCollection"})
        window = v.call("inspect", {**given, "object_id": value["object_id"], "offset": 990, "limit": 20})
        v.equal((window["total"], len(window["elements"])), (1000, 10), "a window of elements")
        v.refused("inspect", {**given, "object_id": "o_none"}, "ObjectNotFound")
    else:
        v.equal(inspected["instance_vars"]["key"], "3", "fields")
        v.check("value" in inspected["methods"], "selectors")
    looking_closely(v, session)
    v.refused("inspect", {**given, "target": "1 foo"}, "EvaluationError")
    v.evaluate(session, "Object new")
    v.check(v.call("release_objects", given)["released"] >= 1, "release_objects")
    v.equal(v.call("release_objects", {**given, "object_ids": ["o_none"]})["released"], 0, "release of nothing")
    v.call("close_session", given)


def tools(v):
    session = v.session()
    v.evaluate(session, "counterOfMine := 1")
    completed = v.call("complete", {"session_id": session, "code": "counterOf", "position": 9})
    v.equal(completed["completions"][0]["text"], "counterOfMine", "complete")
    v.refused("complete", {"code": "x"}, "InvalidRequest")
    v.equal(v.call("format", {"code": "3+4"})["code"], "3 + 4", "format")
    v.refused("format", {"code": "3 +"}, "SyntaxError")
    v.call("close_session", {"session_id": session})


def code(v):
    session = v.session()
    given = {"session_id": session}
    defined = v.call("define_class", {**given, "definition": COUNTER})
    v.equal(defined["class_info"]["instance_vars"], ["count"], "define_class")
    v.refused("define_class", {**given, "definition": "3 + 4"}, "InvalidRequest")
    v.refused("define_class", {**given, "definition": "Object subclass: #Array"}, "PermissionDenied")
    increment = {**given, "class_name": "StrangerCounter", "source": INCREMENT, "category": "counting"}
    compiled = v.call("compile_method", increment)
    v.equal(compiled["method"]["name"], "increment", "compile_method")
    v.refused("compile_method", {**given, "class_name": "StrangerCounter", "source": "foo ^ ^"}, "SyntaxError")
    v.refused(
        "compile_method",
        {**given, "class_name": "StrangerCounter", "source": "increment ^ 1", "expected_source": "increment ^ 2"},
        "Conflict",
    )
    v.equal(v.evaluate(session, "StrangerCounter new increment"), "1", "a compiled method")
    browsed = v.call("browse_class", {"class_name": "StrangerCounter"})
    v.equal(browsed["class_info"]["package"], "Stranger", "browse_class")
    v.equal([each["name"] for each in browsed["instance_methods"]], ["increment"], "methods")
    v.refused("browse_class", {"class_name": "Nowhere"}, "ClassNotFound")
    method = v.call("get_method", {"class_name": "StrangerCounter", "method_name": "increment"})["method"]
    v.equal((method["source"], method["category"]), (INCREMENT, "counting"), "get_method")
    v.refused("get_method", {"class_name": "StrangerCounter", "method_name": "decrement"}, "MethodNotFound")
    packages = v.call("list_packages", {"pattern": "Strang*"})["packages"]
    v.equal(packages, [{"name": "Stranger", "class_count": 1}], "list_packages")
    listed = v.call("list_classes", {"pattern": "StrangerC*", "limit": 10})
    v.equal([each["name"] for each in listed["classes"]], ["StrangerCounter"], "list_classes")
    found = v.call("find", {"kind": "implementors", "text": "increment"})
    v.check("StrangerCounter" in [each["class_name"] for each in found["methods"]], "find")
    v.refused("find", {"kind": "nonsense", "text": "x"}, "InvalidRequest")
    renamed = v.call("rename_class", {**given, "class_name": "StrangerCounter", "new_name": "StrangerTally"})
    v.equal(renamed["class_info"]["name"], "StrangerTally", "rename_class")
    v.refused("rename_class", {**given, "class_name": "StrangerTally", "new_name": "3"}, "InvalidRequest")
    removing = {**given, "class_name": "StrangerTally", "method_name": "increment"}
    v.equal(v.call("remove_method", removing)["removed"], True, "remove_method")
    v.refused("remove_method", removing, "MethodNotFound")
    v.equal(v.call("remove_class", {**given, "class_name": "StrangerTally"})["removed"], True, "remove_class")
    v.refused("remove_class", {**given, "class_name": "StrangerTally"}, "ClassNotFound")
    v.call("close_session", given)


def sources(v):
    session = v.session()
    given = {"session_id": session}
    loaded = v.call("file_in", {**given, "format": "tonel", "files": {"StrangerFiled.class.st": TONEL}})["loaded"]
    v.equal((loaded["classes"], loaded["methods"]), (1, 1), "file_in of Tonel")
    loaded = v.call("file_in", {**given, "format": "chunk", "source": CHUNKS})["loaded"]
    v.equal(loaded["methods"], 1, "file_in of chunks")
    asked = v.evaluate(session, "StrangerFiled new answer -> StrangerFiled new question")
    v.equal(asked, "42->'six times seven'", "what was filed in")
    v.refused("file_in", {**given, "format": "tonel", "files": {"a.class.st": "Class {"}}, "SyntaxError")
    v.refused("file_in", {**given, "format": "tonel"}, "InvalidRequest")
    for text_format in ("tonel", "chunk", "filetree"):
        files = v.call("file_out", {"class_name": "StrangerFiled", "format": text_format})["files"]
        v.check("six times seven" in "".join(files.values()), f"file_out as {text_format}")
    v.refused("file_out", {"class_name": "Nowhere", "format": "tonel"}, "ClassNotFound")
    v.call("remove_class", {**given, "class_name": "StrangerFiled"})
    v.call("close_session", given)


def tests(v):
    session = v.session()
    given = {"session_id": session}
    v.call("define_class", {**given, "definition": "TestCase << #StrangerTest slots: {}; package: 'Stranger-Tests'"})
    for source in ("testGood self assert: true", "testBad self assert: 3 equals: 4", "testWorse nil foo"):
        v.call("compile_method", {**given, "class_name": "StrangerTest", "source": source})
    ran = v.call("run_tests", {**given, "package": "Stranger-Tests"})
    v.equal((ran["run"], ran["passed"], ran["failed"], ran["errors"]), (3, 1, 1, 1), "run_tests")
    one = v.call("run_tests", {**given, "class_name": "StrangerTest", "selector": "testGood"})
    v.equal(one["passed"], 1, "run_tests of one")
    v.refused("run_tests", {**given, "class_name": "Nowhere"}, "ClassNotFound")
    v.refused("run_tests", {**given, "class_name": "Object"}, "InvalidRequest")
    v.call("remove_class", {**given, "class_name": "StrangerTest"})
    v.call("close_session", given)


def processes(v):
    session = v.session()
    given = {"session_id": session}
    v.evaluate(session, "([ [ Semaphore new wait ] ensure: [ unwound := true ] ] forkAt: 30) name: 'waits'")
    listed = v.call("list_processes", given)["processes"]
    v.equal([(each["name"], each["state"]) for each in listed], [("waits", "waiting")], "list_processes")
    ending = {"process_id": listed[0]["process_id"]}
    v.equal(v.call("terminate_process", ending)["terminated"], True, "terminate_process")
    v.equal(v.call("terminate_process", ending)["terminated"], False, "terminate_process of what has ended")
    v.refused("terminate_process", {"process_id": "p3"}, "ObjectNotFound")
    v.equal(v.evaluate(session, "unwound"), "true", "unwinding of a terminated process")
    v.call("close_session", given)


def looking_closely(v, session):
    """Views and assignments: in an envelope the whole inspection comes where one of them was asked for."""
    given = {"session_id": session} if v.flat else {}
    inside = (lambda result: result) if v.flat else (lambda result: result["inspection"])
    table = {"target": "Dictionary new at: #a put: 1; yourself", "view": "inspectionItems"}
    looked = inside(v.call("inspect", {**given, **table}))
    v.equal([each["title"] for each in looked["views"]][0], "Items", "views")
    v.equal((looked["view"]["kind"], looked["view"]["columns"]), ("table", ["Key", "Value"]), "a table")
    row = looked["view"]["rows"][0]
    v.equal((row["print_string"], [cell["text"] for cell in row["cells"]]), ("1", ["a", "1"]), "a row")
    held = {"object_id": looked["object_info"]["object_id"]}
    assign = {"key": "#a", "value": "self size + 41"}
    assigned = inside(v.call("inspect", {**given, **held, "assign": assign}))
    v.equal(assigned["assigned"]["print_string"], "42", "assign")
    v.equal(assigned["elements"][0]["print_string"], "42", "what was assigned")
    text = inside(v.call("inspect", {**given, "target": "'a text'", "view": "inspectionText", "offset": 2}))
    v.equal((text["view"]["text"], text["view"]["total"]), ("text", 6), "a text")
    top = inside(v.call("inspect", {**given, "target": "Boolean", "view": "inspectionSubclasses"}))
    v.equal(top["view"]["rows"][0]["children"], 0, "a tree")
    v.refused("inspect", {**given, **held, "view": "inspectionNothing"}, "InvalidRequest")
    unfit = {"target": "ByteArray new: 1", "assign": {"element": 0, "value": "256"}}
    v.refused("inspect", {**given, **unfit}, "InvalidRequest")
    kept = {"target": "#(1) copy beReadOnlyObject; yourself", "assign": {"element": 0, "value": "2"}}
    v.refused("inspect", {**given, **kept}, "PermissionDenied")
    v.refused("inspect", {**given, "debugger_id": "none"}, "DebuggerNotFound")


def debugging(v):
    session = v.session()
    given = {"session_id": session}
    v.call("define_class", {**given, "definition": COUNTER})
    v.call("compile_method", {**given, "class_name": "StrangerCounter", "source": INCREMENT})
    place = {"class_name": "StrangerCounter", "method_name": "increment"}
    if v.flat:
        debugging_flat(v, given, place)
    else:
        debugging_in_envelopes(v, given, place)
    v.call("remove_class", {**given, "class_name": "StrangerCounter"})
    v.call("close_session", given)


def debugging_flat(v, given, place):
    placed = v.call("debug", {**given, "operation": "set_breakpoint", **place, "line": 2})
    v.equal(len(placed["breakpoints"]), 1, "set_breakpoint")
    stopped = v.refused("evaluate", {**given, "code": "StrangerCounter new increment"}, "EvaluationError")
    debuggers = v.call("list_debuggers", given)["debuggers"]
    v.equal(len(debuggers), 1, "list_debuggers")
    held = {**given, "debugger_id": debuggers[0]["debugger_id"]}
    v.equal(stopped.details.get("debugger_id"), held["debugger_id"], "the debugger of what stopped")
    frame = v.call("debug", {**held, "operation": "frame", "index": 0})["frame"]
    v.equal(frame["selector"], "increment", "a frame")
    variables = v.call("inspect", held)["instance_vars"]
    v.equal(variables[0]["name"], "self", "an activation")
    count = {"object_id": variables[0]["object_id"], "assign": {"variable": "count", "value": "10"}}
    assigned = v.call("inspect", {**given, **count})
    v.equal(assigned["instance_vars"][0]["print_string"], "10", "a variable of the receiver")
    stepped = v.call("debug", {**held, "operation": "step_over"})
    v.equal(stepped["state"], "suspended", "step_over")
    finished = v.call("debug", {**held, "operation": "proceed"})
    v.equal((finished["state"], finished["result"]["result"]), ("finished", "1"), "proceed")
    v.refused("debug", {**held, "operation": "proceed"}, "DebuggerNotFound")
    removing = {**given, "operation": "remove_breakpoint", "breakpoint_id": placed["breakpoint_id"]}
    v.equal(v.call("debug", removing)["breakpoints"], [], "remove_breakpoint")


def debugging_in_envelopes(v, given, place):
    """Breakpoints and debuggers are those of the connection's own session."""
    v.equal(v.call("list_debuggers", given)["debuggers"], [], "list_debuggers")
    place = f"{place['class_name']}>>{place['method_name']}"
    placed = v.call("debug", {"operation": {"SetBreakpoint": {"file": place, "line": 2}}, "context": "none"})
    stopped = v.refused("evaluate", {"code": "StrangerCounter new increment"}, "EvaluationError")
    held = {"context": stopped.details["debugger_id"]}
    frames = v.call("debug", {**held, "operation": {"GetStackTrace": None}})
    v.check(frames["result"].startswith(place), "GetStackTrace")
    v.equal(frames["debug_info"]["current_method"], place, "the current method")
    looked = v.call("inspect", {"debugger_id": held["context"]})["inspection"]
    v.equal(looked["instance_vars"][0]["name"], "self", "an activation")
    v.call("debug", {**held, "operation": {"StepOver": None}})
    v.equal(v.call("debug", {**held, "operation": {"Continue": None}})["result"], "1", "Continue")
    v.refused("debug", {**held, "operation": {"StepInto": None}}, "DebuggerNotFound")
    v.call("debug", {"operation": {"RemoveBreakpoint": {"breakpoint_id": placed["result"]}}, "context": "none"})
    v.equal(v.call("evaluate", {"code": "StrangerCounter new increment"})["result"], "1", "RemoveBreakpoint")


ALL = (
    server, sessions, ownership, images, contexts, evaluating, interrupting,
    inspecting, tools, code, sources, tests, processes, debugging,
)
