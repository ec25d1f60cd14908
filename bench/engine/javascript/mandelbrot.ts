/** Steps until the point leaves the circle of radius 2, fifty at most. */
function stepsFrom(cr: number, ci: number): number {
  let zi = 0;
  let zrSquared = 0;
  let ziSquared = 0;
  let steps = 0;
  while (steps < 50 && zrSquared + ziSquared <= 4) {
    const zr = zrSquared - ziSquared + cr;
    zi = 2 * zr * zi + ci;
    zrSquared = zr * zr;
    ziSquared = zi * zi;
    steps += 1;
  }
  return steps;
}

export function mandelbrot(size: number): number {
  let steps = 0;
  for (let row = 0; row < size; row += 1) {
    const ci = (2 * row) / size - 1;
    for (let column = 0; column < size; column += 1) steps += stepsFrom((2 * column) / size - 1.5, ci);
  }
  return steps;
}
