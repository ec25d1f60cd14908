"""Sockets and the two encodings: all that a stranger needs to speak with a server."""

import json
import time
from datetime import datetime, timezone

import zmq

WAIT_MS = 60_000
"""Milliseconds after which a message that does not come counts as a failure."""


class NoMessage(Exception):
    """Nothing came in time."""


class Refused(Exception):
    """A reply that tells of an error, with what it says."""

    def __init__(self, error_type, message, details):
        super().__init__(f"{error_type}: {message}")
        self.error_type = error_type
        self.message = message
        self.details = details


class Misformed(Exception):
    """A reply that is not what the protocol says."""


def envelope_name(command):
    """`create_session` as `CreateSession`."""
    return "".join(part.capitalize() for part in command.split("_"))


class Flat:
    """{"id", "command", "parameters"}, with whom it speaks for and the client instance beside them."""

    name = "flat"

    def request(self, request_id, command, parameters, **head):
        return {"id": request_id, "command": command, "parameters": parameters, **head}

    def read(self, command, reply):
        require(isinstance(reply.get("timestamp"), str), "a reply without a timestamp", reply)
        if reply.get("status") == "success":
            return reply["result"]
        require(reply.get("status") == "error", "a reply with neither success nor error", reply)
        raise Refused(reply["error_type"], reply["error"], reply["details"])


class Envelope:
    """The envelope of version 1.0.0; eight requests have parameters and data of their own in it."""

    name = "envelope"

    def request(self, request_id, command, parameters, **head):
        data = {"request_type": envelope_name(command), "params": legacy_params(command, parameters)}
        return {
            "id": request_id,
            "version": "1.0.0",
            "timestamp": datetime.now(timezone.utc).isoformat(),
            "payload": {"type": "Request", "data": data},
            **head,
        }

    def read(self, command, reply):
        require(reply.get("version") == "1.0.0", "an envelope of another version", reply)
        require(reply["payload"]["type"] == "Response", "a payload that is no Response", reply)
        data = reply["payload"]["data"]
        if data["response_type"] != "Error":
            require(data["response_type"] == envelope_name(command), "a reply of another type", reply)
            return data["data"]
        error = data["data"]
        require("stack_trace" in error, "an Error without stack_trace", reply)
        for value in error["details"].values():
            require(isinstance(value, str), "a detail that is no string", reply)
        raise Refused(error["code"], error["message"], error["details"])


def require(condition, what, reply):
    if not condition:
        raise Misformed(f"{what}: {json.dumps(reply)[:500]}")


def legacy_params(command, parameters):
    """The parameters of one of the eight requests of 1.0.0; those of others as they are."""
    given = parameters.get
    if command == "evaluate":
        mode = {"display": "Display"}.get(given("evaluation_mode"), "Execute")
        return {
            "code": given("code"),
            "context": given("session_id"),
            "return_string": True,
            "evaluation_mode": mode,
        }
    if command == "inspect":
        private = given("include_private", False)
        subject = {name: given(name) for name in ("target", "object_id", "debugger_id") if given(name) is not None}
        options = {name: given(name) for name in ("depth", "index", "view", "node", "assign", "offset", "limit")}
        return {**subject, **options, "include_private": private}
    if command == "browse_class":
        return {
            "class_name": given("class_name"),
            "include_methods": given("include_methods", True),
            "include_instance_vars": True,
            "include_class_vars": True,
        }
    if command == "list_classes":
        return {
            "pattern": given("pattern"),
            "include_system": given("include_system", True),
            "limit": given("limit"),
        }
    if command == "get_method":
        return {**parameters, "is_class_method": given("is_class_method", False)}
    if command == "system_info":
        return {"info_type": given("info_type", "Basic")}
    return parameters


class Requester:
    """A REQ socket: one request, one reply."""

    def __init__(self, context, endpoint):
        self.socket = context.socket(zmq.REQ)
        prepare(self.socket, endpoint)

    def exchange(self, body):
        """Sends a body, text or JSON, and answers the reply to it."""
        self.socket.send(body if isinstance(body, bytes) else json.dumps(body).encode())
        return json.loads(received(self.socket)[-1])

    def close(self):
        self.socket.close()


class Dealer:
    """A DEALER socket: requests as one likes, replies and events as they come."""

    def __init__(self, context, endpoint, envelope=()):
        self.socket = context.socket(zmq.DEALER)
        self.envelope = list(envelope)
        self.unread = []
        prepare(self.socket, endpoint)

    def send(self, body):
        self.socket.send_multipart([*self.envelope, json.dumps(body).encode()])

    def next(self):
        """What comes next, be it a reply or an event."""
        return self.unread.pop(0) if self.unread else self.read()

    def reply(self, request_id):
        """The reply to a request; events that come before it are there for `next`."""
        before = []
        while True:
            message = self.next()
            if message.get("id") == request_id:
                self.unread = before + self.unread
                return message
            before.append(message)

    def events_before(self, request_id):
        """The events that come before the reply to a request, and that reply."""
        events = []
        while True:
            message = self.next()
            if message.get("id") == request_id:
                return events, message
            events.append(message)

    def read(self):
        *envelope, body = received(self.socket)
        require(envelope == self.envelope, "a reply with other frames before it", [str(envelope)])
        return json.loads(body)

    def close(self):
        self.socket.close()


def prepare(socket, endpoint):
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.RCVTIMEO, WAIT_MS)
    socket.connect(endpoint)


def received(socket):
    begun = time.monotonic()
    try:
        return socket.recv_multipart()
    except zmq.Again:
        waited = time.monotonic() - begun
        raise NoMessage(f"nothing came within {waited:.0f} s") from None
