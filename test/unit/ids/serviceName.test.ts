import assert from 'node:assert/strict';
import { assert as check, property, string } from 'fast-check';
import { readOpenArgument } from '../../../src/ids/openArgument';
import { resolveLine, toOpenArgument } from '../../../src/ids/resolve';
import { serviceOf } from '../../../src/ids/serviceName';
import { assertLinearIn } from '../growth';

const X = '1-6a633a34-8f3c21d07be94a5566d1c0e2';
const of = (line: string): string | undefined => serviceOf(line, 0, 0);

describe('the service of a log record', () => {
  it('is read from the keys that loggers write', () => {
    for (const line of [
      `{"level":"INFO","service":"orders","xray_trace_id":"${X}"}`,
      `{"service.name": "orders", "trace_id": "${X}"}`,
      `{\\"service\\":\\"orders\\",\\"id\\":\\"${X}\\"}`,
      `level=info service=orders trace=${X}`,
      `{"function_name":"orders","functionName":"x"}`,
      `service_name: orders`,
    ]) {
      assert.equal(of(line), 'orders', line);
    }
  });

  it('is not made up', () => {
    for (const line of [
      '',
      `trace ${X}`,
      'the service was slow',
      'microservice=orders',
      '"service":{"a":1}',
      'service: ',
    ]) {
      assert.equal(of(line), undefined, line);
    }
  });

  it('ends soon on any text', () => {
    check(property(string({ unit: 'binary' }), (text) => void of(text)));
    assertLinearIn('service', of);
    assertLinearIn(' ', of, { after: '"service"' });
    assertLinearIn(' ', of, { before: '"service"' });
  });

  it('goes with the ID to the command, as does what the header says of sampling, and is checked there', () => {
    const [found] = resolveLine(`{"service":"orders","h":"Root=${X};Sampled=0"}`);
    const argument = toOpenArgument(found!, undefined, { file: 'app.log', service: found!.service });
    assert.deepEqual(argument, { id: X, sampled: false, foundIn: { file: 'app.log', service: 'orders' } });
    assert.deepEqual(readOpenArgument(JSON.parse(JSON.stringify(argument))), [argument]);
    for (const foundIn of [7, null, { file: 7 }, { file: 'x'.repeat(300) }, { service: 'a\nb' }]) {
      assert.deepEqual(readOpenArgument({ id: X, sampled: 'no', foundIn }), [{ id: X }]);
    }
  });
});
