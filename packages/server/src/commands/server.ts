/** What the server says of itself. */
import { arch, cpus, platform, totalmem } from "node:os";
import {
  commandNames,
  describeCommand,
  describeCommands,
  isCommandName,
  type Json,
  PROTOCOL_VERSION,
  UnknownCommand,
} from "@stui/protocol";
import type { ClassMemoryInformation, ImageInformation } from "@stui/smalltalk";
import { DEFAULT_IMAGE } from "../images/directory.js";
import type { Handlers } from "./handler.js";
import { type Services, sharedImage } from "./services.js";

type ServerCommand = "ping" | "describe" | "system_info" | "get_metrics";

/** What is built besides the commands. */
const FEATURES = ["flat", "envelope-1.0.0", "batches", "at-most-once", "events"] as const;

export const serverHandlers = (services: Services): Pick<Handlers, ServerCommand> => {
  const { limits, sessions, metrics, version, startedAt } = services;
  const defaultImage = () => sharedImage(services);
  const uptime = () => (sessions.now() - startedAt) / 1_000;

  return {
    ping: ({ message = "pong" }) => {
      const image = defaultImage();
      const { state } = image.health();
      return {
        message,
        status: state === "ready" ? "ready" : `the image is ${state}`,
        uptime: uptime(),
        server_version: version,
        protocol_version: PROTOCOL_VERSION,
        dialect: image.dialect,
      };
    },

    describe: ({ command }) => {
      if (command !== undefined && !isCommandName(command)) throw new UnknownCommand({ command });
      return {
        server: `stui ${version}`,
        protocol_version: PROTOCOL_VERSION,
        dialect: defaultImage().dialect,
        commands:
          command === undefined ? describeCommands(commandNames) : { [command]: describeCommand(command) },
        limits: { ...limits },
        features: [...FEATURES],
      };
    },

    get_metrics: () => ({ metrics: metrics.read() }),

    system_info: async ({ info_type = "Basic" }) => {
      const image = defaultImage();
      const wantsMemory = info_type === "Memory" || info_type === "All";
      const information = await image.information(wantsMemory ? "memory" : undefined);
      const basic = {
        server: `stui ${version}`,
        protocol_version: PROTOCOL_VERSION,
        dialect: information.dialect,
        image_version: information.version,
        image: DEFAULT_IMAGE,
        image_state: image.health().state,
        platform: `${platform()} ${arch()}`,
        uptime: uptime(),
      };
      const sections: { readonly [S in typeof info_type]: () => { readonly [name: string]: Json } } = {
        Basic: () => basic,
        Memory: () => memory(information),
        Packages: () => packages(information),
        Environment: environment,
        All: () => ({ ...basic, ...memory(information), ...packages(information), ...environment() }),
      };
      return { info: sections[info_type]() };
    },
  };
};

const memory = (information: ImageInformation) => ({
  image_heap_bytes: information.heapBytes,
  server_rss_bytes: process.memoryUsage.rss(),
  machine_memory_bytes: totalmem(),
  ...(information.memory === undefined ? {} : { memory_by_class: information.memory.map(classMemory) }),
});

const classMemory = ({ className, instances, bytes }: ClassMemoryInformation) => ({
  class_name: className,
  instances,
  bytes,
});

const packages = (information: ImageInformation) => ({
  packages: [...information.packages],
  classes: information.classes,
  methods: information.methods,
});

/** Of the machine, nothing of the process's environment variables. */
const environment = () => ({ node: process.version, cpus: cpus().length });
