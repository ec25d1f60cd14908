const DAYS_PER_YEAR = 365.24;
const SOLAR_MASS = 4 * Math.PI * Math.PI;

class Body {
  vx: number;
  vy: number;
  vz: number;
  readonly mass: number;

  /** Velocities are per day, the mass is in suns. */
  constructor(
    public x: number,
    public y: number,
    public z: number,
    vx: number,
    vy: number,
    vz: number,
    mass: number,
  ) {
    this.vx = vx * DAYS_PER_YEAR;
    this.vy = vy * DAYS_PER_YEAR;
    this.vz = vz * DAYS_PER_YEAR;
    this.mass = mass * SOLAR_MASS;
  }

  /** The two pull at each other. */
  attract(other: Body, dt: number): void {
    const dx = this.x - other.x;
    const dy = this.y - other.y;
    const dz = this.z - other.z;
    const distanceSquared = dx * dx + dy * dy + dz * dz;
    const magnitude = dt / (distanceSquared * Math.sqrt(distanceSquared));
    this.pull(dx, dy, dz, -(other.mass * magnitude));
    other.pull(dx, dy, dz, this.mass * magnitude);
  }

  pull(dx: number, dy: number, dz: number, factor: number): void {
    this.vx += dx * factor;
    this.vy += dy * factor;
    this.vz += dz * factor;
  }

  move(dt: number): void {
    this.x += dt * this.vx;
    this.y += dt * this.vy;
    this.z += dt * this.vz;
  }

  kineticEnergy(): number {
    return 0.5 * this.mass * (this.vx * this.vx + this.vy * this.vy + this.vz * this.vz);
  }

  potentialEnergy(other: Body): number {
    const dx = this.x - other.x;
    const dy = this.y - other.y;
    const dz = this.z - other.z;
    return -((this.mass * other.mass) / Math.sqrt(dx * dx + dy * dy + dz * dz));
  }
}

class SolarSystem {
  readonly #bodies = [
    new Body(0, 0, 0, 0, 0, 0, 1),
    new Body(
      4.841431442464721,
      -1.1603200440274284,
      -0.10362204447112311,
      0.001660076642744037,
      0.007699011184197404,
      -0.0000690460016972063,
      0.0009547919384243266,
    ),
    new Body(
      8.34336671824458,
      4.124798564124305,
      -0.4035234171143214,
      -0.0027674251072641104,
      0.004998528012349172,
      0.000023041729757376393,
      0.0002858859806661308,
    ),
    new Body(
      12.894369562139131,
      -15.111151401698631,
      -0.22330757889265573,
      0.002964601375647616,
      0.0023784717395948095,
      -0.000029658956854023756,
      0.00004366244043351563,
    ),
    new Body(
      15.379697114850917,
      -25.919314609987964,
      0.17925877295037118,
      0.0026806777249038932,
      0.001628241700382423,
      -0.00009515922545197159,
      0.000051513890204661145,
    ),
  ];

  /** The sun moves so that the whole does not. */
  constructor() {
    let px = 0;
    let py = 0;
    let pz = 0;
    for (const body of this.#bodies) {
      px += body.vx * body.mass;
      py += body.vy * body.mass;
      pz += body.vz * body.mass;
    }
    const [sun] = this.#bodies;
    if (sun === undefined) return;
    const factor = -1 / SOLAR_MASS;
    sun.vx = px * factor;
    sun.vy = py * factor;
    sun.vz = pz * factor;
  }

  advance(dt: number): void {
    const bodies = this.#bodies;
    for (let i = 0; i < bodies.length; i += 1) {
      const body = bodies[i] as Body;
      for (let j = i + 1; j < bodies.length; j += 1) body.attract(bodies[j] as Body, dt);
    }
    for (const body of bodies) body.move(dt);
  }

  energy(): number {
    let energy = 0;
    this.#bodies.forEach((body, i) => {
      energy += body.kineticEnergy();
      for (const other of this.#bodies.slice(i + 1)) energy += body.potentialEnergy(other);
    });
    return energy;
  }
}

/** The energy after so many steps, in billionths. */
export function nbody(steps: number): number {
  const system = new SolarSystem();
  for (let i = 0; i < steps; i += 1) system.advance(0.01);
  return Math.round(system.energy() * 1e9);
}
