/** Hashes of texts that stand for them where only this process compares: seeded at random when it starts. */

const SEED_A = (Math.random() * 0x1_0000_0000) | 0;
const SEED_B = (Math.random() * 0x1_0000_0000) | 0;

/** Two multiplicative hashes of 32 bits over the UTF-16 units, put together to 53 bits; never 0. */
export const hashOf = (text: string): number => {
  let a = SEED_A;
  let b = SEED_B;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x85ebca77);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  return (a >>> 11) * 0x1_0000_0000 + (b >>> 0) || 1;
};
