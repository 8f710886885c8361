import { idOf, type DemoTrace } from './draft';
import { cartRead, checkoutFailed, checkoutPaid, receiptsSent } from './stories/checkout';
import { fulfilment, keyError, reindex, runningReport, thumbnail } from './stories/functions';
import { login, otherScripts } from './stories/oddities';
import { deadlock, outOfStock, pricing, throttledTable } from './stories/servers';
import { nightlyImport, searchRequest } from './stories/telemetry';

export type { DemoTrace } from './draft';

const MINUTE = 60_000;

/**
 * Everything a shop's afternoon leaves behind in X-Ray. Deterministic: the same `now` gives the same documents; another
 * `now` moves all times, and the second that each trace ID carries. The first trace is the one to look at first.
 * @param now epoch milliseconds; every trace began before it
 */
export function demoTraces(now: number): DemoTrace[] {
  const ago = (minutes: number): number => Math.floor(now - minutes * MINUTE);
  const checkoutStart = ago(6);
  const receipts = receiptsSent(checkoutStart + 3640, { id: idOf('checkout-failed', checkoutStart) });
  return [
    checkoutFailed(checkoutStart, receipts),
    receipts,
    checkoutPaid(ago(7.5)),
    cartRead(ago(2)),
    outOfStock(ago(9)),
    deadlock(ago(14)),
    keyError(ago(11)),
    fulfilment(ago(21)),
    thumbnail(ago(26)),
    pricing(ago(17)),
    throttledTable(ago(31)),
    reindex(ago(44)),
    runningReport(ago(1)),
    searchRequest(ago(37)),
    nightlyImport(ago(150)),
    login(ago(52)),
    otherScripts(ago(58)),
  ];
}
