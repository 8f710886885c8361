import { useLayoutEffect, useState } from 'preact/hooks';
import { Status } from '../../../src/model/trace';

/** Colours of the theme, as a canvas takes them. */
export interface ChartTheme {
  readonly status: Readonly<Record<Status, string>>;
  readonly bar: string;
  readonly line: string;
  readonly text: string;
  readonly strong: string;
  readonly background: string;
  readonly focus: string;
  readonly font: string;
  readonly isHighContrast: boolean;
}

function readTheme(): ChartTheme {
  const style = getComputedStyle(document.body);
  const colour = (...names: readonly string[]): string => {
    for (const name of names) {
      const value = style.getPropertyValue(name).trim();
      if (value) return value;
    }
    return 'gray';
  };
  return {
    status: {
      [Status.Ok]: colour('--ok'),
      [Status.Pending]: colour('--pending'),
      [Status.Error]: colour('--error'),
      [Status.Throttle]: colour('--throttle'),
      [Status.Fault]: colour('--fault'),
    },
    bar: colour('--service-7'),
    line: colour('--vscode-panel-border', '--vscode-contrastBorder', '--vscode-foreground'),
    text: colour('--vscode-descriptionForeground', '--vscode-foreground'),
    strong: colour('--vscode-foreground'),
    background: colour('--vscode-editor-background'),
    focus: colour('--vscode-focusBorder', '--vscode-contrastActiveBorder'),
    font: `${Math.max(9, Number.parseFloat(style.fontSize) - 2)}px ${style.fontFamily}`,
    isHighContrast: /high-contrast/.test(document.body.className),
  };
}

/** The theme's colours; new ones as soon as VS Code changes them. */
export function useChartTheme(): ChartTheme {
  const [theme, setTheme] = useState(readTheme);
  useLayoutEffect(() => {
    const observer = new MutationObserver(() => setTheme(readTheme()));
    observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}
