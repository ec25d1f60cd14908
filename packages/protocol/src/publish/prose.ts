/** The parts of the reference that no declaration holds. */

import { SUBSCRIBABLE_EVENTS } from "../events.js";
import {
  CLIENT_LENGTH,
  DEFAULT_LIMITS,
  MAX_BATCH,
  MAX_ID_LENGTH,
  MAX_NESTING,
  PROTOCOL_VERSION,
} from "../limits.js";
import { code, grouped } from "./tables.js";

export const introduction = `# The STUI protocol, version ${PROTOCOL_VERSION}

What travels between a client and a STUI server. This page is generated from \`packages/protocol\` by \`npm run docs:protocol\`; do not edit it. Beside it, made from the same declarations:

- [protocol/stui.schema.json](protocol/stui.schema.json): JSON Schema (draft 2020-12) of all that travels. \`#/$defs/RequestBody\`, \`#/$defs/ReplyBody\` and \`#/$defs/Event\` are whole messages; \`EvaluateParameters\`, \`EvaluateResult\`, \`SyntaxErrorDetails\` and so on their parts.
- [protocol/asyncapi.json](protocol/asyncapi.json): the same as an AsyncAPI 3 document.

A running server describes itself: see [describe](#describe).`;

export const transport = `## Transport

ZeroMQ over TCP or IPC; by default the server binds a ROUTER to \`tcp://127.0.0.1:5555\`. Connect a DEALER, which may have any number of requests in flight and gets events, or a REQ, which has one and gets none.

Frames of a request, after the routing id: \`[body]\`, or at most three frames of the client's own that end in an empty one, and then the body. A REQ sends \`[empty, body]\` by itself, a REQ with \`correlate\` \`[request id, empty, body]\`. The reply repeats those frames. A message with more frames is dropped.

A body is UTF-8 JSON: one request, answered by one reply; or an array of at most ${grouped(MAX_BATCH)} requests, answered by one array of replies in the same order. It has at most ${grouped(DEFAULT_LIMITS.max_message_bytes)} bytes (\`max_message_bytes\`); ZeroMQ itself closes a connection that announces more than four times that. Between the two the server answers \`InvalidRequest\`, as it does to whatever else it cannot read, with \`id: null\` where it can make out none. A reply that would be longer becomes \`ResultTooLarge\`.

Replies come as they complete, not in the order of the requests: \`id\` (1 to ${MAX_ID_LENGTH} characters) tells which request they answer.

### Lanes

Every command has a **lane**. Commands of the lane \`run\` of one session run one after another, in the order in which they came. Those of the lanes \`read\` and \`control\` do not wait behind a running evaluation. Sessions run side by side. A REQ client, which waits for its reply, interrupts from a second socket.

### At most once

Every command says what it changes, its **effects**: \`none\`, \`session\`, \`image\` or \`server\`. A request with effects that may have to be sent again carries \`client\`: a string of ${CLIENT_LENGTH.minimum} to ${CLIENT_LENGTH.maximum} characters with at least 64 random bits, made once per client instance. The pair of \`client\` and \`id\` then runs at most once: sent again it joins the request that is running, or gets the reply that was kept. The same pair with other parameters is an \`InvalidRequest\`. Without \`client\` the pair counts within its connection.

Kept are, for each client, the last ${DEFAULT_LIMITS.kept_replies_per_client} replies or ${grouped(DEFAULT_LIMITS.kept_reply_bytes_per_client)} bytes, and the ids for ${DEFAULT_LIMITS.reply_retention_s} seconds. An id that is known and whose reply is gone gets \`ReplyExpired\`. A request that had begun when its image or the server died, and whose outcome was not stored, gets \`OutcomeUnknown\` and is not run again.

### Who may use what

A session belongs to its \`client_id\`. A request may carry a \`client_id\` beside its command; a connection that gave one is held to it, and another client's session is then \`PermissionDenied\`. Where the server has no keys, knowing a session's id is the right to use the session.`;

export const encodings = `## Encodings

Every command can be asked for in two encodings, and is answered in the one it was asked in. Fields that are not described are ignored; one that is missing or of the wrong type gets \`InvalidRequest\`, whose details name the path, what was expected and what was found. Parameters may be nested ${MAX_NESTING} levels deep.

### Flat

The one to use. A request is an object with \`id\`, \`command\`, \`parameters\` (absent: none) and, if wanted, \`client\` and \`client_id\`. An object with a \`command\` is a flat request, whatever else it holds.`;

export const envelope = `### Envelope ${PROTOCOL_VERSION}

For older clients. Commands are named in camel case: \`create_session\` is \`CreateSession\`. \`client\` and \`client_id\` may stand beside \`id\` here too. \`version\` may be any of major version 1; another gets \`UnsupportedVersion\`. \`details\` of an error is a map of strings: a string as it is, anything else as JSON, nulls left out.`;

export const legacy = `Eight requests keep the shapes of 1.0.0; of every other command \`params\` and \`data\` are the parameters and the result described below. \`Evaluate\` without a session in \`context\`, \`Inspect\` and \`Debug\` work in a session that is kept for their connection. Where one of these parameters may be absent it may be null as well.`;

export const reading = `## Commands

\`?\` marks a field that may be absent. Times are ISO 8601 in UTC; durations are seconds, unless a name ends in \`_ms\`. Besides the errors listed with it a command may answer any of the [common ones](#errors).`;

export const events = `## Events

A DEALER that has [subscribed](#subscribe) to a session gets its events between replies. \`sequence\` counts the events of a session; \`previous\` is the \`sequence\` of the event sent before on this subscription, so that a client sees a loss whatever it has filtered. One may subscribe to ${SUBSCRIBABLE_EVENTS.map(code).join(", ")}; with \`gap\` the server tells of a loss of its own. \`subscribe\` with \`since\` sends again what is still kept: at most ${grouped(DEFAULT_LIMITS.max_events)} events, ${grouped(DEFAULT_LIMITS.max_event_bytes)} bytes and ${DEFAULT_LIMITS.event_retention_s / 3600} hours. A REQ gets no events and finds Transcript text in \`output\`. A closed or expired session ends its subscriptions after its last event. Events look like this in both encodings; what \`data\` holds is described among the [shapes](#shapes).`;

export const limits = `## Limits

What a server takes where nothing is configured. [describe](#describe) tells those in force.`;
