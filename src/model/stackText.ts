import type { StackFrame } from './details';

/** What a stack trace written as text says. Causes and groups that follow the first are frames of the same list. */
export interface StackText {
  readonly frames: readonly StackFrame[];
  /** Python writes the innermost frame last; Node, Java, Go and .NET write it first. */
  readonly outermostFirst: boolean;
}

/** Longer texts are cut: what is beyond was recursion. */
const LONGEST = 200_000;
const MOST_FRAMES = 1000;

/** `    at label (path:line:column)` or `    at path:line:column`. */
const NODE = /^\s+at (?:(?:async )?(.*?) \()?((?:file:\/\/|node:|[A-Za-z]:[\\/])?[^():]*):(\d+)(?::\d+)?\)?$/;
/** `    at Array.map (<anonymous>)`. */
const NODE_PLACELESS = /^\s+at (?:async )?(.+?) \((<anonymous>|native)\)$/;
/** `    at com.example.Orders.put(Orders.java:41)`, also `(Native Method)`, `(Unknown Source)`, `Orders.kt`. */
const JAVA =
  /^\s+at (?:[\w.@$-]+\/{1,2})*([\w.$<>/ -]+)\(([\w$.-]+\.(?:java|kt|scala|groovy|clj)|Native Method|Unknown Source)(?::(\d+))?\)/;
/** `   at Shop.Orders.Put(String id) in C:\src\Orders.cs:line 41`. */
const DOTNET = /^\s+at (.+?\))(?: in (.+):line (\d+))?$/;
/** `  File "/app/orders.py", line 41, in put`. */
const PYTHON = /^\s*File "([^"]+)", line (\d+)(?:, in (.+))?$/;
/** Go: a line with the function, then `\t/app/orders.go:41 +0x1d`. */
const GO_PLACE = /^\t(\S.*\.(?:go|s)):(\d+)(?: \+0x[0-9a-f]+)?$/;
const GO_CALL = /^(?:created by )?([\w./*()@{}[\],$·-]+?)(?:\([^()]*\))?(?: in goroutine \d+)?$/;

/** Reads the frames of a stack trace written as text (`exception.stacktrace`) by Node, Java, Python, Go or .NET. Lines it does not know are passed over. */
export function readStackText(text: string): StackText {
  const frames: StackFrame[] = [];
  let outermostFirst = false;
  let before = '';
  for (const line of text.slice(0, LONGEST).split(/\r?\n/)) {
    if (frames.length >= MOST_FRAMES) break;
    if (line.length <= 2000) {
      const frame = readFrame(line, before);
      if (frame) {
        frames.push(frame);
        if (frames.length === 1) outermostFirst = PYTHON.test(line);
      }
    }
    before = line;
  }
  return { frames, outermostFirst };
}

function readFrame(line: string, before: string): StackFrame | undefined {
  const python = PYTHON.exec(line);
  if (python) return frame(python[1], python[2], python[3]);
  const go = GO_PLACE.exec(line);
  if (go) return frame(go[1], go[2], GO_CALL.exec(before)?.[1]);
  if (!/^\s+at /.test(line)) return undefined;
  const java = JAVA.exec(line);
  if (java) return frame(java[2], java[3], java[1]);
  const placeless = NODE_PLACELESS.exec(line);
  if (placeless) return frame(placeless[2], undefined, placeless[1]);
  const dotnet = DOTNET.exec(line);
  if (dotnet && (dotnet[2] !== undefined || !/:\d+\)$/.test(line))) return frame(dotnet[2], dotnet[3], dotnet[1]);
  const node = NODE.exec(line);
  return node ? frame(node[2], node[3], node[1]) : undefined;
}

function frame(path: string | undefined, line: string | undefined, label: string | undefined): StackFrame {
  return { path: path ?? '', line: line === undefined ? undefined : Number(line), label: label ?? '' };
}
