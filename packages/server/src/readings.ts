/** What a server can tell of itself when somebody asks: sessions, queues, images, and its own process. */
import type { Dispatcher } from "./dispatch/dispatcher.js";
import type { ImageDirectory } from "./images/directory.js";
import type { Readings } from "./operations/metrics.js";
import type { SessionDirectory } from "./sessions/directory.js";

interface Parts {
  readonly sessions: SessionDirectory;
  readonly images: ImageDirectory;
  readonly dispatcher: Dispatcher;
}

/**
 * @param startedAt of the sessions' clock, in milliseconds
 * @param evaluations since then
 */
export function readServer(
  { sessions, images, dispatcher }: Parts,
  startedAt: number,
  evaluations: number,
): Readings {
  const awake = [...sessions.all()];
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const followed = sessions.audience.extent;
  const values: Record<string, number> = {
    uptime_s: (sessions.now() - startedAt) / 1_000,
    evaluations_total: evaluations,
    requests_open: dispatcher.open,
    requests_waiting: awake.reduce((sum, { lane }) => sum + lane.waiting, 0),
    sessions: awake.length,
    sessions_busy: awake.filter(({ lane }) => lane.busy).length,
    sessions_asleep: sessions.asleep,
    sessions_followed: followed.sessions,
    subscriptions: followed.followers,
    events_kept: followed.events,
    event_bytes_kept: followed.bytes,
    clients: sessions.clients,
    images: images.names.length,
    process_rss_bytes: rss,
    process_heap_bytes: heapUsed,
    process_cpu_s_total: (user + system) / 1_000_000,
  };
  for (const name of images.names) {
    const health = images.find(name)?.health();
    if (health === undefined) continue;
    values[`image_up.${name}`] = health.state === "ready" ? 1 : 0;
    values[`image_sessions.${name}`] = awake.filter(({ imageName }) => imageName === name).length;
    values[`image_heap_bytes.${name}`] = health.heapBytes;
    values[`image_uptime_s.${name}`] = health.uptime;
    values[`image_deaths_total.${name}`] = health.deaths;
  }
  return values;
}
