/** A process ends when it should, whatever its sockets still hold. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { afterTest, recordingRouter } from "./recorder.contract.js";

const built = fileURLToPath(new URL("../dist/index.js", import.meta.url));

const run = (program: string, ...args: string[]): ChildProcess => {
  const source = `import { DealerSocket, RouterSocket } from ${JSON.stringify(built)};
    const silent = { onMessage() {}, onDeparture() {}, onStatus() {}, onFault(error) { throw error; } };
    const [endpoint] = process.argv.slice(1);
    ${program}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", source, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  afterTest(async () => child.kill("SIGKILL"));
  return child;
};

const exitCode = async (child: ChildProcess): Promise<unknown> => {
  const [code, signal] = child.exitCode === null ? await once(child, "exit") : [child.exitCode, null];
  return signal ?? code;
};

test("with messages that nobody will ever take, after close", async () => {
  // A port that was free a moment ago: nobody listens there.
  const { socket } = await recordingRouter({ endpoint: "tcp://127.0.0.1:*" });
  await socket.close();
  const child = run(
    `const dealer = DealerSocket.connect(endpoint, { linger: 200 }, silent);
     for (let n = 0; n < 10; n += 1) dealer.send("never read");
     await dealer.close();`,
    socket.endpoint,
  );
  expect(await exitCode(child)).toBe(0);
});

test("with messages queued, by process.exit and without close", async () => {
  const { socket } = await recordingRouter({ endpoint: "tcp://127.0.0.1:*" });
  await socket.close();
  const child = run(
    `const dealer = DealerSocket.connect(endpoint, { linger: 200 }, silent);
     dealer.send("never read");
     setImmediate(() => process.exit(3));`,
    socket.endpoint,
  );
  expect(await exitCode(child)).toBe(3);
});

test("with a router that has replies for one who does not read", async () => {
  const child = run(
    `const router = await RouterSocket.bind(
       { endpoint: "tcp://127.0.0.1:*", maxMessageBytes: 1000, linger: 200 },
       { ...silent, onMessage({ peer, envelope }) {
           for (let n = 0; n < 100; n += 1) router.send(peer, envelope, "x".repeat(1e6));
           // The dealer goes on not reading until the router has given up.
           router.close().then(() => { console.log("closed"); return dealer.close(); });
       } });
     const dealer = DealerSocket.connect(router.endpoint, { linger: 0, receiveHighWaterMark: 1 }, silent);
     dealer.pause();
     dealer.send("go");`,
  );
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  expect(await exitCode(child)).toBe(0);
  expect(output).toBe("closed\n");
});
