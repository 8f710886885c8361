import type { HelpTopic } from '../filter/hover';
import type { Localize } from './localize';

/** Help on one part of the filter language. */
export interface FilterHelp {
  /** One or two sentences. */
  readonly text: string;
  /** An expression, in X-Ray's language. */
  readonly example: string;
}

/** What a keyword, operator or sign means. Source: X-Ray developer guide, "Use filter expressions". */
export function helpOf(topic: HelpTopic, t: Localize): FilterHelp {
  switch (topic) {
    case 'fault':
      return { text: t('The entry point answered with a 5xx status.'), example: 'fault' };
    case 'error':
      return { text: t('The entry point answered with a 4xx status.'), example: 'error' };
    case 'throttle':
      return { text: t('A request was throttled: status 429.'), example: 'throttle' };
    case 'ok':
      return { text: t('The entry point answered with a 2xx status.'), example: '!ok' };
    case 'partial':
      return { text: t('Segments are still in progress, or missing.'), example: '!partial' };
    case 'root':
      return { text: t('The service is the entry point.'), example: 'service("orders") { root AND fault }' };
    case 'inferred':
      return {
        text: t('There are segments that X-Ray inferred from calls.'),
        example: 'rootcause.fault.service { inferred }',
      };
    case 'first':
      return {
        text: t('The first element of the list.'),
        example: 'rootcause.fault.service { first AND name = "orders" }',
      };
    case 'last':
      return {
        text: t('The last element of the list: where it began to go wrong.'),
        example: 'rootcause.fault.exception { last AND message CONTAINS "denied" }',
      };
    case 'remote':
      return { text: t('The root cause is a call to another host.'), example: 'rootcause.fault.entity { remote }' };
    case 'responsetime':
      return { text: t('Seconds until the entry point had answered.'), example: 'responsetime > 2' };
    case 'duration':
      return {
        text: t('Seconds from the start to the end of the whole trace, asynchronous work included.'),
        example: 'duration >= 5 AND duration <= 8',
      };
    case 'http.status':
      return { text: t('HTTP status of the answer.'), example: 'http.status != 200' };
    case 'index':
      return { text: t('Place in the list.'), example: 'rootcause.fault.service { index > 5 }' };
    case 'coverage':
      return {
        text: t('Part of the root’s response time that this took, from 0 to 1.'),
        example: 'rootcause.responsetime.entity { last AND coverage > 0.8 }',
      };
    case 'http.url':
      return { text: t('URL of the request.'), example: 'http.url CONTAINS "/orders"' };
    case 'http.method':
      return { text: t('Method of the request.'), example: 'http.method = "POST"' };
    case 'http.useragent':
      return { text: t('User agent of the request.'), example: 'http.useragent CONTAINS "curl"' };
    case 'http.clientip':
      return { text: t('Address the request came from.'), example: 'http.clientip = "203.0.113.7"' };
    case 'user':
      return {
        text: t('User named by any segment. CONTAINS "" finds traces that have one.'),
        example: 'user = "alice"',
      };
    case 'name':
      return { text: t('Name of a service or exception.'), example: 'rootcause.fault.service { name = "orders" }' };
    case 'type':
      return { text: t('Type of a service.'), example: 'rootcause.fault.service { type = "AWS::DynamoDB::Table" }' };
    case 'message':
      return {
        text: t('Message of an exception.'),
        example: 'rootcause.error.exception { message CONTAINS "denied" }',
      };
    case 'availabilityzone':
      return { text: t('Availability zone of any segment.'), example: 'availabilityzone = "eu-central-1a"' };
    case 'instance.id':
      return { text: t('ID of the EC2 instance of any segment.'), example: 'instance.id = "i-0123456789abcdef0"' };
    case 'resource.arn':
      return { text: t('ARN of the resource of any segment.'), example: 'resource.arn ENDSWITH ":table/orders"' };
    case 'account.id':
      return { text: t('Account a service belongs to.'), example: 'service(id(account.id: "111122223333"))' };
    case 'group.name':
      return { text: t('The traces of an X-Ray group, by its name.'), example: 'group.name = "checkout"' };
    case 'group.arn':
      return {
        text: t('The traces of an X-Ray group, by its ARN.'),
        example: 'group.arn = "arn:aws:xray:eu-central-1:111122223333:group/checkout/1"',
      };
    case 'annotation':
      return {
        text: t(
          'An indexed value of any segment. Keys with dots or colons stand in brackets. Alone: whether it is set.',
        ),
        example: 'annotation[service.tier] = "gold"',
      };
    case 'service':
      return {
        text: t('The trace reached this service; in braces, what must hold there. Without a name: any service.'),
        example: 'service("payments") { fault }',
      };
    case 'edge':
      return {
        text: t('One service called another; in braces, what must hold of the call.'),
        example: 'edge("orders", "payments") { error }',
      };
    case 'id':
      return {
        text: t('A service by name, type and account; each may be left out.'),
        example: 'service(id(name: "orders", type: "AWS::Lambda::Function"))',
      };
    case 'rootcause.service':
      return {
        text: t('A service on the path to the root cause of a fault, error or response time.'),
        example: 'rootcause.fault.service { last AND name = "payments" }',
      };
    case 'rootcause.entity':
      return {
        text: t('A segment or subsegment on the path to the root cause.'),
        example: 'rootcause.responsetime.entity { last AND coverage > 0.8 }',
      };
    case 'rootcause.exception':
      return {
        text: t('An exception of the root cause of a fault or error.'),
        example: 'rootcause.fault.exception { message CONTAINS "denied" }',
      };
    case 'rootcause.json':
      return {
        text: t('A root cause as JSON; what it leaves out may be anything.'),
        example: 'rootcause.json = #[{ "Services": [{ "Name": "orders" }] }]',
      };
    case 'AND':
      return {
        text: t('Both must hold. Terms that stand side by side are joined so too.'),
        example: 'fault AND duration > 5',
      };
    case 'OR':
      return { text: t('One of the two must hold. AND binds tighter.'), example: 'fault OR duration > 5' };
    case '!':
      return { text: t('The term behind it must not hold.'), example: '!service("legacy")' };
    case '(':
      return { text: t('What is in parentheses is looked at first.'), example: '(fault OR error) AND user = "alice"' };
    case '=':
      return { text: t('The same.'), example: 'http.method = "POST"' };
    case '!=':
      return { text: t('Not the same.'), example: 'http.status != 200' };
    case '<':
      return { text: t('Less.'), example: 'duration < 1' };
    case '<=':
      return { text: t('Less, or the same.'), example: 'duration <= 1' };
    case '>':
      return { text: t('More.'), example: 'duration > 1' };
    case '>=':
      return { text: t('More, or the same.'), example: 'duration >= 1' };
    case 'CONTAINS':
      return { text: t('The value holds this text. "" finds every value.'), example: 'http.url CONTAINS "/orders"' };
    case 'BEGINSWITH':
      return { text: t('The value begins with this text.'), example: 'http.url BEGINSWITH "https://shop"' };
    case 'ENDSWITH':
      return { text: t('The value ends with this text.'), example: 'http.url ENDSWITH ".json"' };
  }
}
