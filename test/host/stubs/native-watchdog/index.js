// Stands in for @vscode/native-watchdog, whose native part needs a compiler: ends this process soon after its parent has ended.
'use strict';

const PARENT_IS_GONE = 87;

exports.start = (parentPid) => {
  const timer = setInterval(() => {
    try {
      process.kill(parentPid, 0);
    } catch {
      process.exit(PARENT_IS_GONE);
    }
  }, 3000);
  timer.unref();
};

exports.exit = (code) => process.exit(code ?? 0);
