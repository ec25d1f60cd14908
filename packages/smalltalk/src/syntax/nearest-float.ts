/** Bits of a double's significand, the hidden one included. */
const PRECISION = 53;
/** Exponent of the smallest subnormal double. */
const SMALLEST_EXPONENT = -1074;

/**
 * The double nearest to `magnitude * factor / divisor`, all of them not negative and `divisor` positive; ties go to the even
 * one, subnormals are rounded once, what is too large is infinite.
 */
export function nearestFloat(magnitude: bigint, factor: bigint, divisor: bigint): number {
  const numerator = magnitude * factor;
  if (numerator === 0n) return 0;
  // Chosen such that the quotient has PRECISION or PRECISION + 1 bits, or fewer where the result is subnormal.
  const exponent = Math.max(bitLength(numerator) - bitLength(divisor) - PRECISION, SMALLEST_EXPONENT);
  const dividend = exponent < 0 ? numerator << BigInt(-exponent) : numerator;
  const scaled = exponent > 0 ? divisor << BigInt(exponent) : divisor;
  const quotient = dividend / scaled;
  if (bitLength(quotient) <= PRECISION)
    return timesPowerOfTwo(rounded(quotient, dividend % scaled, scaled), exponent);
  // One bit too many: it takes part in the rounding.
  const twice = scaled * 2n;
  return timesPowerOfTwo(rounded(dividend / twice, dividend % twice, twice), exponent + 1);
}

function rounded(quotient: bigint, remainder: bigint, divisor: bigint): number {
  const twice = remainder * 2n;
  const isUp = twice > divisor || (twice === divisor && (quotient & 1n) === 1n);
  return Number(isUp ? quotient + 1n : quotient);
}

/** Exact, since `value` has at most PRECISION bits and `exponent` is at least SMALLEST_EXPONENT. */
function timesPowerOfTwo(value: number, exponent: number): number {
  return exponent > 1023 ? Number.POSITIVE_INFINITY : value * 2 ** exponent;
}

function bitLength(value: bigint): number {
  const digits = value.toString(16);
  return (digits.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(digits.charAt(0), 16)));
}
