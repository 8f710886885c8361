const HOST = process.env['INVENTORY_HOST'] ?? 'inventory.example.com';

/** Asks the inventory service to take the lines' pieces off the shelf. */
export async function reserveStock(lines: readonly { sku: string; quantity: number }[]): Promise<void> {
  const response = await fetch(`https://${HOST}/reservations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lines }),
  });
  if (!response.ok) throw new Error(`inventory answered ${response.status}`);
}
