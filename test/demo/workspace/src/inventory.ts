import { Pool } from 'pg';

const pool = new Pool({ host: process.env['STOCK_DB_HOST'], database: 'stock', max: 10 });

/** Fewer pieces on the shelf than somebody wants. */
export class OutOfStockError extends Error {
  constructor(
    readonly sku: string,
    readonly missing: number,
  ) {
    super(`${sku}: ${missing} pieces short`);
    this.name = 'OutOfStockError';
  }
}

interface Row {
  readonly sku: string;
  readonly on_hand: number;
}

async function onHand(skus: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await pool.query<Row>('SELECT sku, on_hand FROM stock WHERE sku = ANY($1) FOR UPDATE', [skus]);
  return new Map(rows.map(({ sku, on_hand }) => [sku, on_hand]));
}

/** Takes the lines' pieces off the shelf, all or none. */
export async function reserveStock(lines: readonly { sku: string; quantity: number }[]): Promise<void> {
  const stock = await onHand(lines.map(({ sku }) => sku));
  for (const { sku, quantity } of lines) {
    const left = (stock.get(sku) ?? 0) - quantity;
    if (left < 0) {
      throw new OutOfStockError(sku, -left);
    }
    await pool.query('UPDATE stock SET on_hand = $2 WHERE sku = $1', [sku, left]);
  }
}
