/** Several images in one server. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Dealer } from "zeromq";
import { childrenOf } from "./children.js";
import { PlainClient } from "./plain-client.js";
import { ServerProcess } from "./server-process.js";

let server: ServerProcess;
let ada: PlainClient;
let bob: PlainClient;
beforeAll(async () => {
  server = await ServerProcess.start("--set", "image.max=3", "--set", "image.max_private=1");
  [ada, bob] = [new PlainClient(server.endpoint), new PlainClient(server.endpoint)];
  await ada.flat("ping", {}, { client_id: "ada" });
  await bob.flat("ping", {}, { client_id: "bob" });
});
afterAll(async () => {
  ada.close();
  bob.close();
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

const sessionIn = async (client: PlainClient, client_id: string, image: string): Promise<string> =>
  (await client.flat("create_session", { client_id, image })).text("result.session_id");
const namesOf = async (client: PlainClient): Promise<unknown> => {
  const images = (await client.flat("list_images")).at("result.images");
  return Array.isArray(images) ? images.map((image: { image: unknown }) => image.image) : images;
};

describe("the images of a server", () => {
  it("are made, used beside each other, and closed with what was theirs", async () => {
    const made = await ada.flat("create_image", { image: "other" });
    expect(made.at("result.image")).toMatchObject({
      image: "other",
      kind: "process",
      state: "ready",
      private: false,
      sessions: 0,
    });
    expect(await namesOf(bob)).toEqual(["default", "other"]);
    expect(childrenOf(server.child.pid)).toHaveLength(2);
    const here = await sessionIn(ada, "ada", "default");
    const there = await sessionIn(bob, "bob", "other");
    const definition = "Object << #OnlyThere slots: {}; package: 'Other'";
    await bob.flat("define_class", { session_id: there, definition });
    const classIn = (parameters: object) =>
      bob.flat("browse_class", { class_name: "OnlyThere", ...parameters });
    expect((await classIn({ session_id: there })).at("result.class_info.package")).toBe("Other");
    expect((await classIn({})).at("error_type")).toBe("ClassNotFound");
    const written = await bob.flat("file_out", {
      session_id: there,
      class_name: "OnlyThere",
      format: "tonel",
    });
    expect(written.at("status")).toBe("success");
    expect(
      (await bob.flat("list_image_sessions", { image: "other" })).at("result.sessions.0.session_id"),
    ).toBe(there);
    expect((await ada.flat("get_session_statistics")).at("result.images")).toBe(2);

    const closed = await ada.flat("close_image", { image: "other" });
    expect(closed.at("result.image")).toMatchObject({ image: "other", state: "closed", sessions: 0 });
    expect(await namesOf(bob)).toEqual(["default"]);
    expect(childrenOf(server.child.pid)).toHaveLength(1);
    const late = await bob.flat("evaluate", { session_id: there, code: "1" });
    expect(late.at("error_type")).toBe("SessionNotFound");
    expect(late.text("error")).toMatch(/ended with its image other, which was closed at 2/);
    expect((await ada.flat("evaluate", { session_id: here, code: "3 + 4" })).at("result.result")).toBe("7");
    for (const [command, parameters] of [
      ["close_image", { image: "other" }],
      ["list_image_sessions", { image: "other" }],
      ["create_session", { client_id: "ada", image: "other" }],
    ] as const)
      expect((await ada.flat(command, parameters)).at("error_type"), command).toBe("ImageNotFound");
  });

  it("tell what runs and waits in them of their end", async () => {
    await ada.flat("create_image", { image: "doomed" });
    const session_id = await sessionIn(bob, "bob", "doomed");
    const dealer = new Dealer({ linger: 0 });
    dealer.connect(server.endpoint);
    const send = (id: string, command: string, parameters: object) =>
      dealer.send(JSON.stringify({ id, command, parameters, client_id: "bob" }));
    await send("1", "evaluate", { session_id, code: "[true] whileTrue" });
    await send("2", "evaluate", { session_id, code: "2" });
    await send("3", "ping", {});
    // What came before the ping has come.
    await dealer.receive();
    await ada.flat("close_image", { image: "doomed" });
    const replies = new Map<unknown, unknown>();
    while (replies.size < 2) {
      const reply = JSON.parse(String(await dealer.receive()));
      replies.set(reply.id, reply);
    }
    const ended = {
      error_type: "SessionError",
      details: { session_id, reason: expect.stringContaining("doomed") },
    };
    expect(replies.get("1")).toMatchObject(ended);
    expect(replies.get("2")).toMatchObject(ended);
    dealer.close();
  });

  it("may be a client's own", async () => {
    const stranger = new PlainClient(server.endpoint);
    expect((await stranger.flat("create_image", { image: "x", private: true })).at("details")).toMatchObject({
      path: "client_id",
    });
    expect((await ada.flat("create_image", { image: "ada", private: true })).at("result.image.private")).toBe(
      true,
    );
    const session_id = await sessionIn(ada, "ada", "ada");
    expect((await ada.flat("evaluate", { session_id, code: "3 + 4" })).at("result.result")).toBe("7");
    for (const client of [bob, stranger]) {
      const denied = async (command: string, parameters: object) =>
        expect((await client.flat(command, parameters)).at("error_type"), command).toBe("PermissionDenied");
      await denied("create_session", { client_id: "bob", image: "ada" });
      await denied("list_image_sessions", { image: "ada" });
      await denied("close_image", { image: "ada" });
    }
    expect((await ada.flat("close_image", { image: "ada", private: true })).at("status")).toBe("success");
    stranger.close();
  });

  it("are refused where they cannot be, with the reason", async () => {
    const refused = async (client: PlainClient, command: string, parameters: object) => {
      const reply = await client.flat(command, parameters);
      return `${reply.at("error_type")}: ${reply.at("error")}`;
    };
    expect(await refused(ada, "create_image", { image: "default" })).toMatch(
      /^Conflict: There is an image default/,
    );
    expect(await refused(ada, "create_image", { image: "a b" })).toMatch(
      /^InvalidRequest: .*parameters\.image/,
    );
    expect(await refused(ada, "close_image", { image: "default" })).toMatch(
      /^PermissionDenied: .*closed with the server only/,
    );
    await ada.flat("create_image", { image: "own", private: true });
    expect(await refused(ada, "create_image", { image: "second", private: true })).toMatch(
      /^ServerBusy: Ada has 1 private images/i,
    );
    await bob.flat("create_image", { image: "third" });
    expect(await refused(bob, "create_image", { image: "fourth" })).toMatch(
      /^ServerBusy: The server has 3 images/,
    );
    expect(await refused(bob, "close_image", { image: "third", private: true })).toMatch(
      /^Conflict: .*not private/,
    );
    for (const image of ["own", "third"])
      expect((await ada.flat("close_image", { image })).at("status")).toBe("success");
  });

  it("die alone", async () => {
    const before = childrenOf(server.child.pid);
    await ada.flat("create_image", { image: "frail" });
    const [frail, sound] = [await sessionIn(ada, "ada", "frail"), await sessionIn(ada, "ada", "default")];
    await ada.flat("evaluate", { session_id: sound, code: "x := 5" });
    await ada.flat("evaluate", { session_id: frail, code: "x := 5" });
    const [child] = childrenOf(server.child.pid).filter((pid) => !before.includes(pid));
    process.kill(child ?? Number.NaN, "SIGKILL");
    await expect
      .poll(async () => (await ada.flat("evaluate", { session_id: frail, code: "x" })).at("error_type"))
      .toBe("ImageCrashed");
    expect((await ada.flat("evaluate", { session_id: frail, code: "x" })).at("result.result")).toBe("nil");
    expect((await ada.flat("evaluate", { session_id: sound, code: "x" })).at("result.result")).toBe("5");
    await ada.flat("close_image", { image: "frail" });
  });
});
