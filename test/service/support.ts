import type { XRayService } from './service';
import type { JsonObject } from './wire';

/** 2026-11-20T10:14:26Z, the moment tests of the service happen at. */
export const NOW = Date.UTC(2026, 10, 20, 10, 14, 26);
export const SECOND = NOW / 1000;

export const hex = (number: number, digits = 16): string => number.toString(16).padStart(digits, '0');

/** The number-th trace ID of a second. */
export const traceId = (number: number, second = SECOND): string => `1-${hex(second, 8)}-${hex(number, 24)}`;

/** A segment document of half a second. */
export function segment(trace: string, id: number, members: object = {}): string {
  return JSON.stringify({
    id: hex(id),
    name: 'orders',
    trace_id: trace,
    start_time: SECOND,
    end_time: SECOND + 0.5,
    ...members,
  });
}

/** A header with the shape of a signature for a service of AWS. */
export function authorization(service = 'xray', region = 'eu-west-1', accessKeyId = 'AKIDEXAMPLE'): string {
  return (
    `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261120/${region}/${service}/aws4_request, ` +
    `SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`
  );
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
  /** The error code without the suffix some front ends add. */
  readonly code: string | undefined;
}

/** Sends a request without any SDK. `body` goes as it is when it is text. */
export async function post(
  service: XRayService,
  path: string,
  body: unknown,
  headers: Record<string, string> = { authorization: authorization() },
): Promise<RawAnswer> {
  const response = await fetch(service.url + path, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as JsonObject,
    code: response.headers.get('x-amzn-errortype')?.split(':')[0],
  };
}
