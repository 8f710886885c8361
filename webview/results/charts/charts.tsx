import type { VNode } from 'preact';
import { useResults } from '../resultsPage';
import type { ResultsState } from '../resultsState';
import { HistogramChart } from './histogramChart';
import { ScatterChart } from './scatterChart';
import { useChartTheme } from './theme';

/** Duration over time, and how durations are spread. */
export function Charts({
  state,
  onOpen,
}: {
  readonly state: ResultsState;
  readonly onOpen: (row: number) => void;
}): VNode {
  const { strings } = useResults();
  const theme = useChartTheme();
  return (
    <section class="charts" aria-label={strings.charts}>
      <ScatterChart state={state} theme={theme} onOpen={onOpen} />
      <HistogramChart state={state} theme={theme} />
    </section>
  );
}
