import { Random } from "./random.js";

/** A list of orders, the same in every language. */
export function sampleText(): string {
  const random = new Random();
  const orders: string[] = [];
  for (let id = 1; id <= 60; id += 1) orders.push(order(id, random));
  return `[${orders.join(", ")}]`;
}

function order(id: number, random: Random): string {
  const customer = `customer ${random.next() % 100} \\"regular\\"`;
  const paid = random.next() % 2 === 0;
  const items: string[] = [];
  for (let i = 0; i < 4; i += 1) {
    const article = random.next() % 1000;
    const count = random.next() % 20;
    const price = random.next() % 500;
    items.push(`{"article": "article ${article}", "count": ${count}, "price": ${price}.25}`);
  }
  return `{"id": ${id}, "customer": "${customer}", "paid": ${paid}, "note": null, "items": [${items.join(", ")}]}`;
}
