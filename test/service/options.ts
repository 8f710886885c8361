/** How the service behaves; every part can be changed while it runs (`configure`). */
export interface ServiceOptions {
  /** 0: any free port. Only read at the start. */
  port?: number;
  /** Epoch milliseconds; default the system's clock. `advance` is added to it. */
  clock?: () => number;
  /** What GetTraceSegmentDestination answers. Default XRay, ACTIVE. */
  destination?: { Destination: 'XRay' | 'CloudWatchLogs'; Status: 'ACTIVE' | 'PENDING' };
  /** Operations answered with AccessDeniedException. */
  denied?: string[];
  /** Real milliseconds before every answer. */
  latencyMs?: number;
  /** What becomes of an ID that BatchGetTraces does not know: named in UnprocessedTraceIds (default), or left out altogether. */
  unknownIds?: 'unprocessed' | 'omitted';
  /** Characters of documents per page of BatchGetTraces. Assumed: the real page size is not documented. Default 1,000,000. */
  batchPageSize?: number;
  /** Summaries per page of GetTraceSummaries. Assumed: not documented. Default 50. */
  summaryPageSize?: number;
  /** How GetTraceSummaries orders them. Assumed: not documented. Default newest first; scattered: in no order of time. */
  summaryOrder?: 'newest' | 'scattered';
  /** Empty pages with a token before each page of GetTraceSummaries. Default 0. */
  emptyPages?: number;
  /** Calls beyond this are throttled: per second of the service's clock (saved up to `burst`), or at the same time. Default none. */
  rateLimit?: { perSecond?: number; burst?: number; inFlight?: number };
  /** Groups beside the one every account has. */
  groups?: readonly { readonly GroupName: string; readonly FilterExpression?: string }[];
  /** Groups per page of GetGroups. Assumed: not documented. Default 10. */
  groupPageSize?: number;
  /** What GetIndexingRules says of the default rule, in percent. Default 1 and 1. */
  indexing?: { readonly desired: number; readonly actual: number };
  /** The course of retrievals started from now on. */
  retrieval?: {
    /** Virtual milliseconds spent SCHEDULED. Default 200. */
    scheduledMs?: number;
    /** Virtual milliseconds spent RUNNING. Default 600. */
    runningMs?: number;
    /** Virtual milliseconds of RUNNING added per hour of the time range. Default 0. */
    perHourMs?: number;
    /** How it ends. Default COMPLETE. */
    outcome?: 'COMPLETE' | 'FAILED' | 'TIMEOUT' | 'CANCELLED';
  };
}
