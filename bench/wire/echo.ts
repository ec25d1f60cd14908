/** The floor: a bare ROUTER of zeromq.js that sends back what it was sent, parsed and written again. */
import { Router } from "zeromq";

// Not waiting for each reply to be taken is what a fast server does; without a time limit of 0 the queue would end in EBUSY.
const router = new Router({ sendTimeout: 0, linger: 0 });
await router.bind("tcp://127.0.0.1:*");
console.log(`listening on ${router.lastEndpoint}`);
process.on("SIGTERM", () => process.exit(0));
for await (const [id, body] of router) {
  if (id === undefined || body === undefined) continue;
  const value: unknown = JSON.parse(body.toString());
  void router.send([id, JSON.stringify(value)]);
}
