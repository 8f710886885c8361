import assert from 'node:assert/strict';
import { readStackText } from '../../../src/model/stackText';

describe('stack traces as text', () => {
  it('reads Node', () => {
    const text = `Error: db down
    at put (/app/db.js:41:11)
    at async Orders.save (file:///app/orders.mjs:7:3)
    at /app/main.js:3:1
    at new Shop (C:\\shop\\shop.js:9:2)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
    at Array.map (<anonymous>)`;
    assert.deepEqual(readStackText(text), {
      outermostFirst: false,
      frames: [
        { path: '/app/db.js', line: 41, label: 'put' },
        { path: 'file:///app/orders.mjs', line: 7, label: 'Orders.save' },
        { path: '/app/main.js', line: 3, label: '' },
        { path: 'C:\\shop\\shop.js', line: 9, label: 'new Shop' },
        { path: 'node:internal/process/task_queues', line: 95, label: 'process.processTicksAndRejections' },
        { path: '<anonymous>', line: undefined, label: 'Array.map' },
      ],
    });
  });

  it('reads Java with its causes', () => {
    const text = `java.lang.IllegalStateException: boom
	at com.example.Orders.put(Orders.java:41)
	at java.base/java.lang.Thread.run(Thread.java:840)
	at com.example.Native.call(Native Method)
Caused by: java.io.IOException: gone
	at com.example.Db.lambda$read$0(Db.kt:7)
	... 3 more`;
    assert.deepEqual(readStackText(text).frames, [
      { path: 'Orders.java', line: 41, label: 'com.example.Orders.put' },
      { path: 'Thread.java', line: 840, label: 'java.lang.Thread.run' },
      { path: 'Native Method', line: undefined, label: 'com.example.Native.call' },
      { path: 'Db.kt', line: 7, label: 'com.example.Db.lambda$read$0' },
    ]);
  });

  it('reads Python, whose innermost frame is last', () => {
    const text = `Traceback (most recent call last):
  File "/app/main.py", line 3, in <module>
    run()
  File "/app/orders.py", line 41, in put
    raise ValueError("x")
ValueError: x`;
    assert.deepEqual(readStackText(text), {
      outermostFirst: true,
      frames: [
        { path: '/app/main.py', line: 3, label: '<module>' },
        { path: '/app/orders.py', line: 41, label: 'put' },
      ],
    });
  });

  it('reads Go', () => {
    const text = `goroutine 1 [running]:
main.(*Orders).Put(0xc000010000, {0x1, 0x2})
	/app/orders.go:41 +0x1d
created by main.main in goroutine 1
	/app/main.go:9 +0x25`;
    assert.deepEqual(readStackText(text).frames, [
      { path: '/app/orders.go', line: 41, label: 'main.(*Orders).Put' },
      { path: '/app/main.go', line: 9, label: 'main.main' },
    ]);
  });

  it('reads .NET', () => {
    const text = `System.InvalidOperationException: boom
   at Shop.Orders.Put(String id) in C:\\src\\Orders.cs:line 41
   at Shop.Program.<Main>$(String[] args) in /src/Program.cs:line 7
   at System.Threading.Tasks.Task.Execute()`;
    assert.deepEqual(readStackText(text).frames, [
      { path: 'C:\\src\\Orders.cs', line: 41, label: 'Shop.Orders.Put(String id)' },
      { path: '/src/Program.cs', line: 7, label: 'Shop.Program.<Main>$(String[] args)' },
      { path: '', line: undefined, label: 'System.Threading.Tasks.Task.Execute()' },
    ]);
  });

  it('finds nothing in other text, and is bounded', () => {
    assert.deepEqual(readStackText('it broke at noon (12:30)').frames, []);
    assert.equal(readStackText('    at f (/a.js:1:1)\n'.repeat(5000)).frames.length, 1000);
    assert.equal(readStackText(`    at ${'a.b/'.repeat(100_000)}(x`).frames.length, 0);
  });
});
