/** The server's door. */
export * from "./config/configuration.js";
export { fileSource } from "./config/file.js";
export { allSettings, environmentName, type Setting } from "./config/settings.js";
export { ScriptRefused } from "./images/scripted/script-refused.js";
export { openJsonLog } from "./operations/json-log.js";
export { type Log, silentLog } from "./operations/log.js";
export { type RunningServer, serve } from "./serve.js";
