// Loaded before the VS Code server: ends it when whoever started it is gone, however that ended. Its standard input is a pipe
// the starter holds open; the system closes it even when the starter was killed.
'use strict';

const end = () => process.exit(0);

if (process.argv[1]?.endsWith('server-main.js')) {
  process.stdin.on('end', end);
  process.stdin.on('error', end);
  process.stdin.resume();
  process.stdin.unref();
}
