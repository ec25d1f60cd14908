/**
 * The load where no C compiler is: as `load.c`, with the same arguments and the same report. It takes some three times the
 * processor's time of that, so that several of it share the connections.
 *
 * node load-process.js PORT IN_FLIGHT SECONDS REQUESTS EXPECTED < BODIES
 */
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import type { LoadReport } from "./load.js";

const LONG = 2;
const COMMAND = 4;
const DIGITS = 10;
const GREETING_BYTES = 64;
/** Milliseconds without any reply after which the run has failed. */
const SILENCE_MS = 20_000;

const [port = 0, inFlight = 0, seconds = 0, limit = 0] = process.argv.slice(2, 6).map(Number);
const expected = process.argv[6] ?? "";
const bodies = readFileSync(0, "utf8").split("\n").filter(Boolean);
const latencies: number[] = [];
let number = 0;
let done = 0;
let start = 0;

const fail = (what: string): never => {
  console.error(`load: ${what}`);
  process.exit(1);
};

class Connection {
  readonly #frame: Buffer;
  readonly #digits: number;
  #input: Buffer = Buffer.alloc(0);
  #greeted = false;
  /** When the requests in flight were sent, the oldest first: replies come in order. */
  readonly #sent: number[] = [];

  constructor(
    readonly socket: Socket,
    body: string,
    readonly ready: () => void,
  ) {
    const head = Buffer.alloc(body.length > 255 ? 9 : 2);
    if (body.length > 255) {
      head[0] = LONG;
      head.writeBigUInt64BE(BigInt(body.length), 1);
    } else head[1] = body.length;
    this.#frame = Buffer.concat([head, Buffer.from(body, "latin1")]);
    this.#digits = this.#frame.indexOf("@".repeat(DIGITS));
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", (error) => fail(error.message));
    const greeting = Buffer.alloc(GREETING_BYTES);
    Buffer.from([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]).copy(greeting);
    greeting.write("NULL", 12, "latin1");
    socket.write(greeting);
    socket.write(Buffer.from("\x04\x1c\x05READY\x0bSocket-Type\0\0\0\x06DEALER", "latin1"));
  }

  /** Sends as many requests, in one piece. */
  request(requests: number, at: number): void {
    const frames: Buffer[] = [];
    for (let i = 0; i < requests; i += 1) {
      number += 1;
      const frame = Buffer.from(this.#frame);
      frame.write(String(number).padStart(DIGITS, "0"), this.#digits, "latin1");
      frames.push(frame);
      this.#sent.push(at);
    }
    if (frames.length > 0) this.socket.write(Buffer.concat(frames));
  }

  #receive(chunk: Buffer): void {
    const input = this.#input.length === 0 ? chunk : Buffer.concat([this.#input, chunk]);
    const now = performance.now();
    let at = 0;
    let replies = 0;
    if (!this.#greeted && input.length >= GREETING_BYTES) {
      this.#greeted = true;
      at = GREETING_BYTES;
    }
    while (this.#greeted && input.length - at >= 2) {
      const flags = input[at] ?? 0;
      const head = (flags & LONG) === 0 ? 2 : 9;
      if (input.length - at < head) break;
      const length = head === 2 ? (input[at + 1] ?? 0) : Number(input.readBigUInt64BE(at + 1));
      if (input.length - at < head + length) break;
      const body = input.subarray(at + head, at + head + length);
      at += head + length;
      if ((flags & COMMAND) !== 0) this.#command(body);
      else {
        if (!body.includes(expected)) fail(`a reply without ${expected}: ${body.toString()}`);
        latencies.push((now - (this.#sent.shift() ?? now)) * 1_000);
        done += 1;
        replies += 1;
      }
    }
    this.#input = input.subarray(at);
    if (replies === 0) return;
    if (now - start < seconds * 1_000 && (limit === 0 || number < limit)) this.request(replies, now);
    else if (done === number) report();
  }

  /** The end of the handshake, or a heartbeat: `PING`, two bytes of time, and a text that comes back with `PONG`. */
  #command(body: Buffer): void {
    if (body.indexOf("\x05READY", 0, "latin1") === 0) this.ready();
    else if (body.indexOf("\x04PING", 0, "latin1") === 0) {
      const pong = Buffer.concat([Buffer.from("\x04PONG", "latin1"), body.subarray(7)]);
      this.socket.write(Buffer.concat([Buffer.from([COMMAND, pong.length]), pong]));
    } else fail("the server refused the connection");
  }
}

const report = (): void => {
  const elapsed = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage();
  latencies.sort((a, b) => a - b);
  const percentile = (part: number): number => latencies[Math.floor(part * latencies.length)] ?? 0;
  const made: LoadReport = {
    requests: done,
    seconds: elapsed,
    cpu_us: (user + system) / done,
    p50_us: percentile(0.5),
    p99_us: percentile(0.99),
  };
  console.log(JSON.stringify(made));
  process.exit(0);
};

let ready = 0;
const connections = bodies.map(
  (body) =>
    new Connection(connect(port, "127.0.0.1"), body, () => {
      ready += 1;
      if (ready < bodies.length) return;
      start = performance.now();
      for (const connection of connections) connection.request(inFlight, start);
    }),
);
let before = -1;
setInterval(() => {
  if (done === before) fail("no reply came");
  before = done;
}, SILENCE_MS);
