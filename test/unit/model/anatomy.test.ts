import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anatomyOf, repeatedCalls } from '../../../src/model/anatomy';
import { buildTrace } from '../../../src/model/buildTrace';
import { readTraceFile } from '../../../src/model/readTraceFile';
import type { SpanColumns } from '../../../src/model/trace';
import { drawTrace } from './drawTrace';

function drawnSpans(drawing: string): SpanColumns {
  return buildTrace({ documents: drawTrace(drawing) }).spans;
}

function anatomies(spans: SpanColumns): [string, string][] {
  return Array.from({ length: spans.count }, (_, span): [string, string] => [
    spans.strings[spans.name[span]!]!,
    anatomyOf(spans, span) ?? '',
  ]).filter(([, is]) => is !== '');
}

describe('anatomy', () => {
  it('knows the phases of a Lambda invocation, and only there', () => {
    const spans = drawnSpans(`
      upload           0 100 origin=AWS::Lambda
        Dwell Time     0  10
        Attempt #1    10 100
          upload      20 100 segment origin=AWS::Lambda::Function
            Initialization 12 20
            Invocation     20 90
              Overhead of mine 30 40
            Overhead       90 100
      elsewhere        0  50 origin=AWS::ECS::Container
        Initialization 1   5`);
    assert.deepEqual(anatomies(spans), [
      ['Dwell Time', 'lambdaDwell'],
      ['Attempt #1', 'lambdaAttempt'],
      ['Initialization', 'lambdaInit'],
      ['Invocation', 'lambdaInvocation'],
      ['Overhead', 'lambdaOverhead'],
    ]);
  });

  it('knows the states of an execution, its branches, and the calls they make as calls', () => {
    const spans = drawnSpans(`
      machine        0 100 origin=AWS::StepFunctions::StateMachine
        Fan out      0  50
          Branch 0   0  40
            Work     1  39
              Lambda 2  38 aws`);
    assert.deepEqual(anatomies(spans), [
      ['Fan out', 'state'],
      ['Branch 0', 'stateBranch'],
      ['Work', 'state'],
    ]);
  });

  const DATA = join(PROJECT_ROOT, '../shared/data/servitrace');
  if (existsSync(DATA)) {
    it('finds in recorded traces what is there', () => {
      const counts = new Map<string, number>();
      for (const file of readdirSync(DATA).filter((name) => name.endsWith('.traces.json'))) {
        for (const input of readTraceFile(readFileSync(join(DATA, file), 'utf8')).traces) {
          for (const [, is] of anatomies(buildTrace(input).spans)) counts.set(is, (counts.get(is) ?? 0) + 1);
        }
      }
      // Counted in the documents by hand.
      assert.deepEqual(Object.fromEntries(counts), {
        lambdaInit: 11,
        lambdaInvocation: 5,
        lambdaOverhead: 5,
        lambdaDwell: 3,
        lambdaAttempt: 3,
        state: 17,
        stateBranch: 5,
        queueWait: 1,
        queueHop: 2,
        topicHop: 2,
      });
    });
  }
});

describe('repeated calls', () => {
  it('are five or more identical calls of one parent, in a row or not', () => {
    const spans = drawnSpans(`
      shop      0 100
        DynamoDB 1  3 aws
        DynamoDB 3  5 aws
        render   5  6
        DynamoDB 6  8 aws
        DynamoDB 8 10 aws
        render  10 11
        DynamoDB 11 15 aws
        render  15 16
        render  16 17
        render  17 18
        other   20 90
          DynamoDB 21 22 aws`);
    const [repeat, ...others] = repeatedCalls(spans);
    assert.deepEqual({ ...repeat, total: Math.round(repeat!.total) }, { parent: 0, first: 1, count: 5, total: 12 });
    assert.deepEqual(others, []);
  });
});
