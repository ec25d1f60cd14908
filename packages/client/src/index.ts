export { type ConnectionStatus, EndpointRefused } from "@stui/transport";
export * from "./client.js";
export type { CallOptions, CommandMethod, CommandMethods } from "./command-methods.js";
export type { Followable, FollowHandlers, Following, Missed } from "./event-feeds.js";
export * from "./failure.js";
