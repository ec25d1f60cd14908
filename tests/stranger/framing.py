"""Frames, arrays of requests, repetitions and events: what goes beyond one request and its reply."""

import json

import wire

DEALER_EVENTS = ["transcript", "evaluation", "session", "changes", "progress", "tests", "image"]


def frames(v):
    """The reply repeats the frames before the body; a DEALER has several requests in flight."""
    for envelope in ((), (b"",), (b"request 17", b"")):
        dealer = v.dealer(envelope)
        requests = [v.request("ping", {"message": str(i)}) for i in range(20)]
        for request in requests:
            dealer.send(request)
        for i, request in enumerate(requests):
            pong = v.read("ping", request["id"], dealer.reply(request["id"]))
            v.equal(pong["message"], str(i), f"ping with {len(envelope)} frames before it")
        dealer.close()


def garbage(v):
    """Whatever can be read is answered; what cannot gets InvalidRequest with an id of null."""
    for body in (b"", b"{", b"\xff\xfe", b"3", b'"text"', b"null", b"[[]]", b"[1]"):
        reply = v.requester.exchange(body)
        for each in reply if isinstance(reply, list) else [reply]:
            v.equal((each.get("id"), each.get("error_type")), (None, "InvalidRequest"), f"the body {body!r}")
    unknown = v.encoding.request("u1", "ping", {})
    if v.flat:
        unknown["command"] = "make_coffee"
    else:
        unknown["payload"]["data"]["request_type"] = "MakeCoffee"
    try:
        v.encoding.read("make_coffee", v.requester.exchange(unknown))
        v.check(False, "an unknown command was answered")
    except wire.Refused as refused:
        v.equal(refused.error_type, "UnknownCommand", "an unknown command")
    if not v.flat:
        newer = {**v.request("ping"), "version": "2.0.0"}
        try:
            v.encoding.read("ping", v.requester.exchange(newer))
            v.check(False, "an envelope of version 2 was answered")
        except wire.Refused as refused:
            v.equal(refused.error_type, "UnsupportedVersion", "an envelope of version 2")


def batches(v):
    """An array of requests gets one array of replies in the same order, each in its own encoding."""
    session = v.session()
    other = wire.Envelope() if v.flat else wire.Flat()
    first = v.request("evaluate", {"session_id": session, "code": "n := 1"})
    second = other.request(v.next_id(), "ping", {"message": "between"})
    third = v.request("evaluate", {"session_id": session, "code": "n + 1"})
    wrong = v.request("evaluate", {"session_id": session, "code": "3 + "})
    replies = v.requester.exchange([first, second, third, wrong])
    v.equal(v.read("evaluate", first["id"], replies[0])["result"], "1", "the first of a batch")
    v.equal(other.read("ping", replies[1])["message"], "between", "the second of a batch, in the other encoding")
    v.equal(v.read("evaluate", third["id"], replies[2])["result"], "2", "the third of a batch")
    try:
        v.read("evaluate", wrong["id"], replies[3])
        v.check(False, "a broken request in a batch was answered")
    except wire.Refused as refused:
        v.equal(refused.error_type, "SyntaxError", "the last of a batch")
    many = [v.request("ping") for _ in range(1024)]
    v.equal(len(v.requester.exchange(many)), 1024, "replies to the longest batch")
    refused = v.requester.exchange([*many, v.request("ping")])
    text = json.dumps(refused)
    v.check("InvalidRequest" in text and len(text) < 2000, "a batch that is too long")
    v.call("close_session", {"session_id": session})


def repetitions(v):
    """The same client and id run once; the repetition gets the reply of the first."""
    session = v.session()
    client = f"instance-{v.encoding.name}-0123456789"
    v.evaluate(session, "n := 0")
    request = v.request("evaluate", {"session_id": session, "code": "n := n + 1"}, client=client)
    for _ in range(3):
        once = v.read("evaluate", request["id"], v.requester.exchange(request))
        v.equal(once["result"], "1", "a repeated request")
    v.equal(v.evaluate(session, "n"), "1", "what a repetition did")
    other = v.encoding.request(request["id"], "evaluate", {"session_id": session, "code": "n"}, client=client)
    try:
        v.read("evaluate", request["id"], v.requester.exchange(other))
        v.check(False, "another request with the same id was answered")
    except wire.Refused as refused:
        v.equal(refused.error_type, "InvalidRequest", "another request with the same id")
    v.call("close_session", {"session_id": session})


def events(v):
    """A DEALER follows a session; a REQ does not."""
    session = v.session("follower")
    following = {"session_id": session, "events": DEALER_EVENTS}
    v.refused("subscribe", following, "UnsupportedOperation")
    v.refused("subscribe", {**following, "events": ["weather"]}, "InvalidRequest")
    dealer = v.dealer()
    subscribe(v, dealer, following)

    # The text comes while the code runs: only the event ends it.
    endless = v.request("evaluate", {"session_id": session, "code": "Transcript show: 'early'. [true] whileTrue"})
    dealer.send(endless)
    told = [dealer.next(), dealer.next()]
    v.equal([each["event"] for each in told], ["evaluation", "transcript"], "events while code runs")
    v.equal(told[1]["data"], {"text": "early", "request_id": endless["id"]}, "text while code runs")
    v.call("interrupt", {"session_id": session})
    last, _ = dealer.events_before(endless["id"])
    v.equal([each["data"]["error_type"] for each in last], ["Interrupted"], "the end of an evaluation")

    definition = "TestCase << #StrangerToldTest slots: {}; package: 'Stranger'"
    v.call("define_class", {"session_id": session, "definition": definition})
    tested = {"session_id": session, "class_name": "StrangerToldTest"}
    v.call("compile_method", {**tested, "source": "testIt self assert: true"})
    run = v.request("run_tests", tested)
    dealer.send(run)
    told_of_tests, _ = dealer.events_before(run["id"])
    kinds = [(each["event"], each["data"].get("state", each["data"].get("kind"))) for each in told_of_tests]
    for kind in ("class_defined", "method_compiled"):
        v.check(("changes", kind) in kinds, f"no event of the change {kind} among {kinds}")
    for state in ("began", "test", "ended"):
        v.check(("tests", state) in kinds, f"no event of tests {state} among {kinds}")
    v.check("progress" in [kind for kind, _ in kinds], "no progress of a run of tests")
    unbroken(v, [*told, *last, *told_of_tests], None)
    v.call("remove_class", tested)
    dealer.close()

    # Another connection gets what the first one had, from the beginning.
    again = v.dealer()
    subscribed = subscribe(v, again, {**following, "since": 0})
    v.equal(subscribed["missed"], 0, "missed")
    replayed = [again.next() for _ in range(subscribed["sequence"])]
    v.equal([each["sequence"] for each in replayed], list(range(1, subscribed["sequence"] + 1)), "since")
    v.equal(replayed[0]["data"]["state"], "created", "the first event of a session")
    unbroken(v, replayed, None)
    ahead = v.request("subscribe", {**following, "since": 1_000_000})
    again.send(ahead)
    try:
        v.read("subscribe", ahead["id"], again.reply(ahead["id"]))
        v.check(False, "a since that is ahead was taken")
    except wire.Refused as refused:
        v.equal(refused.error_type, "InvalidRequest", "a since that is ahead")

    v.call("close_session", {"session_id": session})
    v.equal(again.next()["data"], {"state": "closed"}, "the last event of a session")
    again.close()

    session = v.session("follower")
    leaving = v.dealer()
    subscribe(v, leaving, {"session_id": session, "events": ["transcript"]})
    unsubscribe = v.request("unsubscribe", {"session_id": session})
    leaving.send(unsubscribe)
    answered = v.read("unsubscribe", unsubscribe["id"], leaving.reply(unsubscribe["id"]))
    v.equal(answered["unsubscribed"], True, "unsubscribe")
    v.evaluate(session, "Transcript show: 'unheard'")
    ping = v.request("ping")
    leaving.send(ping)
    v.equal(leaving.next().get("id"), ping["id"], "what comes after unsubscribing")
    leaving.close()
    v.equal(v.call("unsubscribe", {"session_id": session})["unsubscribed"], False, "unsubscribe of nothing")
    v.call("close_session", {"session_id": session})


def subscribe(v, dealer, parameters):
    request = v.request("subscribe", parameters)
    dealer.send(request)
    return v.read("subscribe", request["id"], dealer.reply(request["id"]))


def unbroken(v, told, previous):
    """Each event names the one before it."""
    for event in told:
        v.equal(event["previous"], previous, f"previous of event {event['sequence']}")
        previous = event["sequence"]


ALL = (frames, garbage, batches, repetitions, events)
