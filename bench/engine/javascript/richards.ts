const DEVICE_PACKET = 0;
const WORK_PACKET = 1;
const DATA_SIZE = 4;

const IDLE = 0;
const WORKER = 1;
const HANDLER_A = 2;
const HANDLER_B = 3;
const DEVICE_A = 4;
const DEVICE_B = 5;

/** What tasks send to each other. */
class Packet {
  datum = 0;
  readonly data = new Array<number>(DATA_SIZE).fill(0);

  constructor(
    public link: Packet | null,
    public identity: number,
    readonly kind: number,
  ) {}

  /** Answers the queue with this packet at its end. */
  appendTo(queue: Packet | null): Packet {
    this.link = null;
    if (queue === null) return this;
    let last = queue;
    while (last.link !== null) last = last.link;
    last.link = this;
    return queue;
  }
}

abstract class Task {
  #queue: Packet | null;
  #hasPacket: boolean;
  #isWaiting = true;
  isHolding = false;

  constructor(
    protected readonly scheduler: Scheduler,
    readonly link: Task | null,
    readonly identity: number,
    readonly priority: number,
    queue: Packet | null,
  ) {
    this.#queue = queue;
    this.#hasPacket = queue !== null;
  }

  abstract process(packet: Packet | null): Task | null;

  beRunning(): void {
    this.#hasPacket = false;
    this.#isWaiting = false;
  }

  beWaiting(): void {
    this.#isWaiting = true;
  }

  get isBlocked(): boolean {
    return this.isHolding || (!this.#hasPacket && this.#isWaiting);
  }

  /** Answers whoever is to run next: this task where it is the more important. */
  add(packet: Packet, running: Task): Task {
    if (this.#queue === null) {
      this.#queue = packet;
      this.#hasPacket = true;
      return this.priority > running.priority ? this : running;
    }
    this.#queue = packet.appendTo(this.#queue);
    return running;
  }

  /** Takes a packet if it waited for one; answers the next task. */
  run(): Task | null {
    let packet: Packet | null = null;
    if (this.#hasPacket && this.#isWaiting) {
      packet = this.#queue;
      this.#queue = packet?.link ?? null;
      this.#hasPacket = this.#queue !== null;
      this.#isWaiting = false;
    }
    return this.process(packet);
  }
}

/** Runs when nobody else does, and releases the devices by turns. */
class IdleTask extends Task {
  #seed = 1;
  #count: number;

  constructor(scheduler: Scheduler, link: Task | null, count: number) {
    super(scheduler, link, IDLE, 0, null);
    this.#count = count;
  }

  process(): Task | null {
    this.#count -= 1;
    if (this.#count === 0) return this.scheduler.holdCurrent();
    if ((this.#seed & 1) === 0) {
      this.#seed >>= 1;
      return this.scheduler.release(DEVICE_A);
    }
    this.#seed = (this.#seed >> 1) ^ 53256;
    return this.scheduler.release(DEVICE_B);
  }
}

/** Fills packets and sends them to the handlers by turns. */
class WorkerTask extends Task {
  #target = HANDLER_A;
  #count = 0;

  process(packet: Packet | null): Task | null {
    if (packet === null) return this.scheduler.waitCurrent();
    this.#target = this.#target === HANDLER_A ? HANDLER_B : HANDLER_A;
    packet.identity = this.#target;
    packet.datum = 0;
    for (let i = 0; i < DATA_SIZE; i += 1) {
      this.#count += 1;
      if (this.#count > 26) this.#count = 1;
      packet.data[i] = 64 + this.#count;
    }
    return this.scheduler.queue(packet);
  }
}

/** Passes the data of work packets on to devices, one piece a packet. */
class HandlerTask extends Task {
  #work: Packet | null = null;
  #devices: Packet | null = null;

  process(packet: Packet | null): Task | null {
    if (packet !== null) {
      if (packet.kind === WORK_PACKET) this.#work = packet.appendTo(this.#work);
      else this.#devices = packet.appendTo(this.#devices);
    }
    const work = this.#work;
    if (work !== null) {
      const count = work.datum;
      if (count === DATA_SIZE) {
        this.#work = work.link;
        return this.scheduler.queue(work);
      }
      const device = this.#devices;
      if (device !== null) {
        this.#devices = device.link;
        device.datum = work.data[count] ?? 0;
        work.datum = count + 1;
        return this.scheduler.queue(device);
      }
    }
    return this.scheduler.waitCurrent();
  }
}

/** Holds for each packet until it is released. */
class DeviceTask extends Task {
  #pending: Packet | null = null;

  process(packet: Packet | null): Task | null {
    if (packet !== null) {
      this.#pending = packet;
      return this.scheduler.holdCurrent();
    }
    const pending = this.#pending;
    if (pending === null) return this.scheduler.waitCurrent();
    this.#pending = null;
    return this.scheduler.queue(pending);
  }
}

/** The kernel of an operating system with six tasks. */
class Scheduler {
  #queueCount = 0;
  #holdCount = 0;
  readonly #table: Task[] = [];
  #tasks: Task;
  #current: Task;

  constructor(count: number) {
    const idle = new IdleTask(this, null, count);
    idle.beRunning();
    this.#tasks = idle;
    this.#current = idle;
    this.#table.push(idle);
    const work = new Packet(new Packet(null, WORKER, WORK_PACKET), WORKER, WORK_PACKET);
    this.#add(new WorkerTask(this, this.#tasks, WORKER, 1000, work));
    this.#add(new HandlerTask(this, this.#tasks, HANDLER_A, 2000, packetsFor(DEVICE_A)));
    this.#add(new HandlerTask(this, this.#tasks, HANDLER_B, 3000, packetsFor(DEVICE_B)));
    this.#add(new DeviceTask(this, this.#tasks, DEVICE_A, 4000, null));
    this.#add(new DeviceTask(this, this.#tasks, DEVICE_B, 5000, null));
  }

  #add(task: Task): void {
    this.#tasks = task;
    this.#table.push(task);
  }

  schedule(): void {
    let current: Task | null = this.#tasks;
    while (current !== null) {
      this.#current = current;
      current = current.isBlocked ? current.link : current.run();
    }
  }

  release(identity: number): Task {
    const task = this.#task(identity);
    task.isHolding = false;
    return task.priority > this.#current.priority ? task : this.#current;
  }

  holdCurrent(): Task | null {
    this.#holdCount += 1;
    this.#current.isHolding = true;
    return this.#current.link;
  }

  waitCurrent(): Task {
    this.#current.beWaiting();
    return this.#current;
  }

  queue(packet: Packet): Task {
    const task = this.#task(packet.identity);
    this.#queueCount += 1;
    packet.link = null;
    packet.identity = this.#current.identity;
    return task.add(packet, this.#current);
  }

  #task(identity: number): Task {
    const task = this.#table[identity];
    if (task === undefined) throw new RangeError(`no task ${identity}`);
    return task;
  }

  get counts(): number {
    return this.#queueCount * 100_000 + this.#holdCount;
  }
}

function packetsFor(device: number): Packet {
  return new Packet(
    new Packet(new Packet(null, device, DEVICE_PACKET), device, DEVICE_PACKET),
    device,
    DEVICE_PACKET,
  );
}

export function richards(times: number): number {
  let counts = 0;
  for (let i = 0; i < times; i += 1) {
    const scheduler = new Scheduler(10_000);
    scheduler.schedule();
    counts = scheduler.counts;
  }
  return counts;
}
