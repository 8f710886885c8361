import { Logger } from '@aws-lambda-powertools/logger';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { reserveStock } from '../inventoryClient';
import { charge } from '../payments/client';

const logger = new Logger({ serviceName: 'checkout' });
const tracer = new Tracer({ serviceName: 'checkout' });
const dynamo = tracer.captureAWSv3Client(new DynamoDBClient({}));
const sqs = tracer.captureAWSv3Client(new SQSClient({}));

interface Line {
  readonly sku: string;
  readonly quantity: number;
}

interface Cart {
  readonly id: string;
  readonly customer: string;
  readonly lines: readonly Line[];
}

async function loadCart(id: string): Promise<Cart> {
  const { Item } = await dynamo.send(new GetItemCommand({ TableName: 'carts', Key: { id: { S: id } } }));
  if (!Item?.body?.S) throw new Error(`cart ${id} does not exist`);
  return JSON.parse(Item.body.S) as Cart;
}

// One GetItem per line: easy to write, and easy to see in a trace. A BatchGetItem would be a single call.
async function priceOf(cart: Cart): Promise<number> {
  let cents = 0;
  for (const { sku, quantity } of cart.lines) {
    const { Item } = await dynamo.send(new GetItemCommand({ TableName: 'prices', Key: { sku: { S: sku } } }));
    cents += Number(Item?.cents?.N ?? 0) * quantity;
  }
  return cents;
}

async function sendReceipt(cart: Cart, outcome: 'paid' | 'failed'): Promise<void> {
  const MessageBody = JSON.stringify({ cart: cart.id, customer: cart.customer, outcome });
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env['RECEIPTS_QUEUE'], MessageBody }));
}

/** POST /checkout: reserves the stock, charges the customer, and asks for a receipt. */
export async function handler(event: { body: string }): Promise<{ statusCode: number; body: string }> {
  const { cartId } = JSON.parse(event.body) as { cartId: string };
  logger.info('checkout started', { cartId });
  const cart = await loadCart(cartId);
  const cents = await priceOf(cart);
  await reserveStock(cart.lines);

  try {
    // The payments provider throttles us at month's end: see the attempts in the trace.
    const payment = await charge({ customer: cart.customer, cents });
    await sendReceipt(cart, 'paid');
    return { statusCode: 200, body: JSON.stringify({ payment: payment.id }) };
  } catch (error) {
    logger.error('payment failed', error as Error);
    await sendReceipt(cart, 'failed');
    throw error; // API Gateway answers 502 for us
  }
}
