"""Whoever visits a server in one of the encodings, and notes what was driven and what went wrong."""

import itertools
import json

import zmq

import wire


class Tally:
    """Per command and encoding, how often it was answered and refused; and what went wrong."""

    def __init__(self):
        self.counts = {}
        self.failures = []

    def note(self, command, encoding, outcome):
        by_encoding = self.counts.setdefault(command, {})
        by_encoding.setdefault(encoding, {"answered": 0, "refused": 0})[outcome] += 1

    def driven(self, command, encoding):
        return self.counts.get(command, {}).get(encoding, {}).get("answered", 0) > 0


class Visitor:
    """Calls commands over a REQ, in one encoding."""

    ids = itertools.count(1)

    def __init__(self, context, endpoint, encoding, tally):
        self.context = context
        self.endpoint = endpoint
        self.encoding = encoding
        self.tally = tally
        self.requester = wire.Requester(context, endpoint)

    @property
    def flat(self):
        return self.encoding.name == "flat"

    def next_id(self):
        return f"stranger-{next(self.ids)}"

    def request(self, command, parameters=None, **head):
        """A request with an id of its own."""
        return self.encoding.request(self.next_id(), command, parameters or {}, **head)

    def read(self, command, request_id, reply):
        """The result in a reply; raises Refused where it tells of an error."""
        wire.require(reply.get("id") == request_id, "a reply with another id", reply)
        try:
            result = self.encoding.read(command, reply)
        except wire.Refused:
            self.tally.note(command, self.encoding.name, "refused")
            raise
        self.tally.note(command, self.encoding.name, "answered")
        return result

    def call(self, command, parameters=None, **head):
        request = self.request(command, parameters, **head)
        return self.read(command, request["id"], self.requester.exchange(request))

    def refused(self, command, parameters, error_type, **head):
        """The error of that type that a command must be refused with."""
        try:
            answered = self.call(command, parameters, **head)
        except wire.Refused as refused:
            self.check(refused.error_type == error_type, f"{command}: {error_type} expected, {refused}")
            self.check(refused.message != "", f"{command}: an error without a message")
            return refused
        self.check(False, f"{command}: {error_type} expected, answered {json.dumps(answered)[:200]}")
        return wire.Refused(error_type, "", {})

    def check(self, condition, what):
        if not condition:
            self.tally.failures.append(f"{self.encoding.name}: {what}")

    def equal(self, found, expected, what):
        self.check(found == expected, f"{what}: {expected!r} expected, {found!r} found")

    def session(self, client_id="stranger", **more):
        return self.call("create_session", {"client_id": client_id, **more})["session_id"]

    def evaluate(self, session_id, code, **more):
        """The print string of what the code answers."""
        return self.call("evaluate", {"session_id": session_id, "code": code, **more})["result"]

    def dealer(self, envelope=()):
        return wire.Dealer(self.context, self.endpoint, envelope)

    def close(self):
        self.requester.close()


def failure_of(error):
    """A failure in one line."""
    if isinstance(error, zmq.ZMQError):
        return f"socket: {error}"
    return f"{type(error).__name__}: {error}"
