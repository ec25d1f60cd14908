/** The floors of docs/architecture.md: an import only goes down. */
const floor = (name, from, allowed) => ({
  name,
  severity: "error",
  comment: `packages/${from} may import only ${allowed.join(", ") || "nothing"} of the other packages`,
  from: { path: `^packages/${from}/` },
  to: { path: "^packages/", pathNot: `^packages/(${[from, ...allowed].join("|")})/` },
});
/** Folders of one package, lowest first: a folder imports only folders to its left. */
const shelves = (pkg, folders) =>
  folders.slice(0, -1).map((folder, i) => ({
    name: `${pkg}-${folder}-imports-down`,
    severity: "error",
    from: { path: `^packages/${pkg}/src/${folder}/`, pathNot: "\\.test\\.ts$" },
    to: { path: `^packages/${pkg}/src/(${folders.slice(i + 1).join("|")})/` },
  }));
module.exports = {
  forbidden: [
    floor("stui", "stui", ["client", "server", "protocol"]),
    floor("client", "client", ["protocol", "transport"]),
    floor("server", "server", ["protocol", "transport", "smalltalk"]),
    floor("protocol", "protocol", []),
    floor("transport", "transport", []),
    floor("smalltalk", "smalltalk", []),
    ...shelves("smalltalk", [
      "syntax",
      "ir",
      "compiler",
      "memory",
      "primitives",
      "codegen",
      "machine",
      "classes",
      "interpreter",
      "debugger",
      "sources",
      "tools",
      "image",
      "bootstrap",
    ]),
    ...shelves("stui", [
      "arguments",
      "sources",
      "language",
      "rendering",
      "callers",
      "loading",
      "history",
      "editor",
      "testing",
      "prompt",
      "demo",
      "commands",
    ]),
    ...shelves("server", [
      "operations",
      "security",
      "store",
      "events",
      "images",
      "sessions",
      "commands",
      "dispatch",
      "front",
    ]),
    {
      name: "zeromq-only-in-transport",
      severity: "error",
      from: { path: "^packages/", pathNot: "^packages/transport/" },
      to: { path: "node_modules/zeromq" },
    },
    {
      name: "threads-and-processes-only-in-hosts",
      severity: "error",
      from: {
        path: "^packages/",
        pathNot: [
          "^packages/server/src/images/embedded/",
          "^packages/server/src/store/thread",
          "^packages/smalltalk/src/bootstrap/",
          "\\.(test|testing)\\.ts$",
        ],
      },
      to: { path: "^(node:)?(worker_threads|child_process|cluster)$", dependencyTypes: ["core"] },
    },
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)dist/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types"] },
  },
};
