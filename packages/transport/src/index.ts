export * from "./dealer-socket.js";
export * from "./failure.js";
export type { Delivery, PeerId } from "./frames.js";
export type { DropReason, RouterCounters } from "./router-counters.js";
export * from "./router-socket.js";
export type { SocketSettings } from "./settings.js";
export { StatusFeed } from "./status-feed.js";
