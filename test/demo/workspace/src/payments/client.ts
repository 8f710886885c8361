import AWSXRay from 'aws-xray-sdk-core';
import https from 'node:https';
import { retry, type Retryable } from '../lib/retry';

// Every call of the patched module becomes a subsegment with namespace "remote".
const http = AWSXRay.captureHTTPs(https, true);

const HOST = process.env['PAYMENTS_HOST'] ?? 'payments.example.com';

export interface Charge {
  readonly customer: string;
  /** Amount in cents. */
  readonly cents: number;
}

export interface Payment {
  readonly id: string;
  readonly status: 'captured' | 'authorized';
}

/** Anything the payments provider refused. */
export class PaymentError extends Error implements Retryable {
  constructor(
    message: string,
    readonly status: number,
    readonly isRetryable: boolean,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** 429: the account sends more requests than its plan allows. */
export class TooManyRequestsError extends PaymentError {
  constructor() {
    super('rate limit exceeded for account', 429, true);
  }
}

/** 5xx: the provider itself is in trouble. */
export class ProviderUnavailableError extends PaymentError {
  constructor(status: number) {
    super(`payments provider answered ${status}`, status, true);
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

function post(path: string, body: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: HOST,
        path,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${process.env['PAYMENTS_TOKEN']}`,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    request.on('error', reject);
    request.end(JSON.stringify(body));
  });
}

function paymentOf(answer: Answer): Payment {
  const { id, status } = JSON.parse(answer.body) as Payment;
  return { id, status };
}

/** Charges a customer. Throttling and outages are tried again before they are reported. */
export async function charge(request: Charge): Promise<Payment> {
  return retry(async () => {
    const answer = await post('/v2/charges', request);
    if (answer.status === 429) {
      throw new TooManyRequestsError();
    }
    if (answer.status >= 500) {
      throw new ProviderUnavailableError(answer.status);
    }
    return paymentOf(answer);
  });
}
