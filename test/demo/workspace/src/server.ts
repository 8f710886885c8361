import AWSXRay from 'aws-xray-sdk-core';
import xrayExpress from 'aws-xray-sdk-express';
import express from 'express';
import { OutOfStockError, reserveStock } from './inventory';

const app = express();
app.use(xrayExpress.openSegment('inventory'));
app.use(express.json());

/** Log lines carry the trace header, so that each leads to its request. */
function log(level: 'INFO' | 'ERROR', message: string): void {
  const segment = AWSXRay.getSegment();
  const root = segment && 'trace_id' in segment ? segment.trace_id : '-';
  console.log(`${new Date().toISOString()} ${level} [Root=${root}] ${message}`);
}

app.post('/reservations', async (request, response) => {
  const { lines } = request.body as { lines: { sku: string; quantity: number }[] };
  log('INFO', `reserving ${lines.length} lines`);
  try {
    await reserveStock(lines);
    response.sendStatus(204);
  } catch (error) {
    log('ERROR', String(error));
    response.status(error instanceof OutOfStockError ? 409 : 500).send({ error: String(error) });
  }
});

app.get('/health', (_request, response) => response.send('ok'));

app.use(xrayExpress.closeSegment());
app.listen(8080, () => log('INFO', 'inventory listens on 8080'));
