import { Random } from "./random.js";

const SIZE = 500;

class Ball {
  #x: number;
  #y: number;
  #xVelocity: number;
  #yVelocity: number;

  constructor(random: Random) {
    this.#x = random.next() % SIZE;
    this.#y = random.next() % SIZE;
    this.#xVelocity = (random.next() % 300) - 150;
    this.#yVelocity = (random.next() % 300) - 150;
  }

  /** Answers whether it met a wall. */
  bounce(): boolean {
    this.#x += this.#xVelocity;
    this.#y += this.#yVelocity;
    let bounced = false;
    if (this.#x > SIZE) {
      this.#x = SIZE;
      this.#xVelocity = -Math.abs(this.#xVelocity);
      bounced = true;
    }
    if (this.#x < 0) {
      this.#x = 0;
      this.#xVelocity = Math.abs(this.#xVelocity);
      bounced = true;
    }
    if (this.#y > SIZE) {
      this.#y = SIZE;
      this.#yVelocity = -Math.abs(this.#yVelocity);
      bounced = true;
    }
    if (this.#y < 0) {
      this.#y = 0;
      this.#yVelocity = Math.abs(this.#yVelocity);
      bounced = true;
    }
    return bounced;
  }
}

export function bounce(steps: number): number {
  const random = new Random();
  const balls = Array.from({ length: 100 }, () => new Ball(random));
  let bounces = 0;
  for (let step = 0; step < steps; step += 1) {
    for (const ball of balls) if (ball.bounce()) bounces += 1;
  }
  return bounces;
}
