"""
A stranger's client: plain sockets and JSON, nothing of the server's own code. It drives every command that a server has
built, in both encodings, and says what it found as one JSON object:

    /usr/bin/python3 tests/stranger/stranger.py tcp://127.0.0.1:5555

What is to be driven it learns from `describe`: a command that is built and that no visit here drives is a failure.
Needs PyZMQ (Debian: python3-zmq). Exit code 0 where nothing failed, else 1.
"""

import json
import sys

import zmq

import framing
import samples
import visits
import wire
from visitor import Tally, Visitor, failure_of

NO_SESSION = "s_00000000000000000000000000000000"


def main(endpoint):
    context = zmq.Context()
    tally = Tally()
    flat = Visitor(context, endpoint, wire.Flat(), tally)
    envelope = Visitor(context, endpoint, wire.Envelope(), tally)
    described = flat.call("describe")["commands"]
    for visitor in (flat, envelope):
        for visit in (*visits.ALL, *framing.ALL):
            try:
                visit(visitor)
            except Exception as error:
                visitor.check(False, f"{visit.__name__}: {failure_of(error)}")
                # A REQ that waits for a reply is of no more use.
                visitor.close()
                visitor.requester = wire.Requester(context, endpoint)
    not_built = [name for name in described if not is_built(flat, name, described[name])]
    for name in described:
        if name in not_built:
            continue
        for visitor in (flat, envelope):
            visitor.check(tally.driven(name, visitor.encoding.name), f"{name} is built and was not driven")
            refuse_wrong(visitor, name, described[name]["parameters"])
    for visitor in (flat, envelope):
        visitor.close()
    context.term()
    report = {
        "commands": tally.counts,
        "described": sorted(described),
        "not_built": sorted(not_built),
        "failures": tally.failures,
    }
    print(json.dumps(report, indent=1))
    return 1 if tally.failures else 0


def is_built(visitor, name, description):
    """Whether it answers anything but that it is not built; asked with parameters made from its schema."""
    if visitor.tally.driven(name, visitor.encoding.name):
        return True
    session = visitor.session("asking")
    request = visitor.request(name, samples.sample(description["parameters"], {"session_id": session}))
    # A DEALER, since some commands are for nobody else. What it hears counts as no visit.
    dealer = visitor.dealer()
    dealer.send(request)
    try:
        visitor.encoding.read(name, dealer.reply(request["id"]))
        return True
    except wire.Refused as refused:
        return refused.error_type != "UnsupportedOperation"
    finally:
        dealer.close()
        visitor.requester.exchange(visitor.request("close_session", {"session_id": session}))


LEGACY = ("ping", "evaluate", "inspect", "browse_class", "list_classes", "get_method", "system_info", "debug")


def refuse_wrong(visitor, name, schema):
    """Parameters of the wrong type, missing ones, and sessions that are not there are refused as such."""
    if name in LEGACY and not visitor.flat:
        return
    required = schema.get("required", [])
    if required or "oneOf" in schema:
        missing = visitor.refused(name, {}, "InvalidRequest")
        visitor.check("parameters" in missing.details["path"] or "params" in missing.details["path"], f"{name}: a path")
    for field in required:
        wrong = {**samples.sample(schema, {}), field: None}
        refused = visitor.refused(name, wrong, "InvalidRequest")
        visitor.check(field in refused.details["path"], f"{name}: the path names {field}")
    if samples.needs(schema, "session_id"):
        visitor.refused(name, samples.sample(schema, {"session_id": NO_SESSION}), "SessionNotFound")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} ENDPOINT")
    sys.exit(main(sys.argv[1]))
