import { expect, test } from "vitest";
import { bindEndpoint, connectEndpoint } from "./endpoint.js";
import { EndpointRefused, type RefusalReason } from "./failure.js";

test.each([
  ["tcp://127.0.0.1:5555", { transport: "tcp", address: "127.0.0.1", ipv6: false, port: 5555 }],
  ["tcp://127.1.2.3:1", { transport: "tcp", address: "127.1.2.3", ipv6: false, port: 1 }],
  ["tcp://127.0.0.1:*", { transport: "tcp", address: "127.0.0.1", ipv6: false, port: undefined }],
  ["tcp://[::1]:65535", { transport: "tcp", address: "::1", ipv6: true, port: 65_535 }],
  ["ipc:///run/stui.sock", { transport: "ipc", path: "/run/stui.sock" }],
  ["ipc://stui.sock", { transport: "ipc", path: "stui.sock" }],
])("binds %s", (text, endpoint) => {
  expect(bindEndpoint(text)).toEqual(endpoint);
});

const refused: readonly (readonly [string, RefusalReason])[] = [
  ["", "malformed"],
  ["127.0.0.1:5555", "malformed"],
  ["udp://127.0.0.1:5555", "transport"],
  ["inproc://stui", "transport"],
  ["tcp://0.0.0.0:5555", "every_interface"],
  ["tcp://*:5555", "every_interface"],
  ["tcp://*:*", "every_interface"],
  ["tcp://[::]:5555", "every_interface"],
  ["tcp://[0:0:0:0:0:0:0:0]:5555", "every_interface"],
  ["tcp://[::ffff:0.0.0.0]:5555", "not_loopback"],
  ["tcp://[::ffff:10.0.0.1]:5555", "not_loopback"],
  ["tcp://192.168.1.20:5555", "not_loopback"],
  ["tcp://8.8.8.8:5555", "not_loopback"],
  ["tcp://127.0.0.1.example.org:5555", "host_name"],
  ["tcp://example.org:5555", "host_name"],
  ["tcp://eth0:5555", "host_name"],
  ["tcp://:5555", "host_name"],
  ["tcp://127.0.0.1;192.168.1.20:5555", "host_name"],
  ["tcp://127.0.0.1", "port"],
  ["tcp://127.0.0.1:", "port"],
  ["tcp://127.0.0.1:0", "port"],
  ["tcp://127.0.0.1:65536", "port"],
  ["tcp://127.0.0.1:http", "port"],
  ["ipc://", "path"],
  ["ipc://*", "path"],
  ["ipc://@stui", "path"],
  [`ipc:///${"x".repeat(107)}`, "path"],
];

test.each(refused)("refuses %j: %s", (text, reason) => {
  for (const read of [bindEndpoint, connectEndpoint]) {
    try {
      read(text);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof EndpointRefused)) throw error;
      expect(error).toMatchObject({ name: "EndpointRefused", endpoint: text, reason });
    }
  }
});

test("a refusal of a public address says why and what to do", () => {
  expect(() => bindEndpoint("tcp://0.0.0.0:5555")).toThrow(
    /every network interface.*neither encrypted nor authenticated.*Use tcp:\/\/127\.0\.0\.1:PORT.*ssh -L/,
  );
});

test("localhost is a name to connect to, not an address to bind", () => {
  expect(connectEndpoint("tcp://localhost:5555")).toMatchObject({ address: "localhost", port: 5555 });
  expect(() => bindEndpoint("tcp://localhost:5555")).toThrow("Use 127.0.0.1.");
});

test("a client has to name the port", () => {
  expect(() => connectEndpoint("tcp://127.0.0.1:*")).toThrow("must know the port");
});
