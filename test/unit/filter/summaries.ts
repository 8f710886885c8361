import type { SummaryFacts } from '../../../src/filter/summarySubject';

/** A summary of which nothing is known but what is given. Durations in milliseconds. */
export function summary(given: Partial<SummaryFacts> = {}): SummaryFacts {
  return {
    duration: undefined,
    responseTime: undefined,
    fault: false,
    error: false,
    throttle: false,
    partial: false,
    name: '',
    method: '',
    url: '',
    httpStatus: 0,
    clientIp: '',
    userAgent: '',
    users: [],
    services: [],
    annotations: new Map(),
    rootCauses: [],
    ...given,
  };
}
