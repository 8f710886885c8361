import type { ColumnId, FixedColumn, ResultsLayout } from '../../src/protocol/results';
import type { ResultsStringKey } from '../../src/protocol/resultsStrings';

interface ColumnKind {
  readonly label: ResultsStringKey;
  /** Pixels. */
  readonly width: number;
  readonly least: number;
  /** Numbers stand at the right. */
  readonly isNumber?: boolean;
  /** Takes what is left of the width. */
  readonly grows?: boolean;
}

/** In the order they are shown in. Reordering is not offered; annotations follow. */
const KINDS: Readonly<Record<FixedColumn, ColumnKind>> = {
  status: { label: 'columnStatus', width: 76, least: 34 },
  time: { label: 'columnTime', width: 104, least: 60 },
  method: { label: 'columnMethod', width: 64, least: 40 },
  url: { label: 'columnUrl', width: 250, least: 100, grows: true },
  name: { label: 'columnName', width: 150, least: 60 },
  duration: { label: 'columnDuration', width: 86, least: 50, isNumber: true },
  responseTime: { label: 'columnResponseTime', width: 86, least: 50, isNumber: true },
  user: { label: 'columnUser', width: 120, least: 50 },
  clientIp: { label: 'columnClientIp', width: 116, least: 50 },
  causes: { label: 'columnCauses', width: 240, least: 60 },
  id: { label: 'columnId', width: 270, least: 80 },
};

export const FIXED_COLUMNS = Object.keys(KINDS) as readonly FixedColumn[];

const ANNOTATION = 'annotation:';

/** The annotation a column shows; undefined for the fixed ones. */
export function annotationKeyOf(column: ColumnId): string | undefined {
  return column.startsWith(ANNOTATION) ? column.slice(ANNOTATION.length) : undefined;
}

export function annotationColumn(key: string): ColumnId {
  return `${ANNOTATION}${key}`;
}

export function isColumn(text: string): text is ColumnId {
  return Object.hasOwn(KINDS, text) || (text.startsWith(ANNOTATION) && text.length > ANNOTATION.length);
}

/** Fixed columns in their own order, then annotations in the order they were chosen. */
export function inOrder(columns: Iterable<ColumnId>): readonly ColumnId[] {
  const chosen = new Set(columns);
  const fixed = FIXED_COLUMNS.filter((column) => chosen.has(column));
  return [...fixed, ...[...chosen].filter((column) => annotationKeyOf(column) !== undefined)];
}

const ANNOTATION_KIND = { width: 120, least: 50 } as const;

function kindOf(column: ColumnId): Omit<ColumnKind, 'label'> & { readonly label?: ResultsStringKey } {
  return annotationKeyOf(column) === undefined ? KINDS[column as FixedColumn] : ANNOTATION_KIND;
}

/** Pixels of a date. */
const DATE = 48;

/** A column as it is painted. */
export interface Column {
  readonly id: ColumnId;
  /** undefined for annotations: their key is the title. */
  readonly label: ResultsStringKey | undefined;
  readonly left: number;
  readonly width: number;
  readonly least: number;
  readonly isNumber: boolean;
}

/**
 * Places the columns. What is left of the width goes to the URL, else to the last column that holds text; where there is too little,
 * the table scrolls sideways.
 * @param total pixels there are
 * @param hasDates times are written with their date
 */
export function placeColumns(
  layout: Pick<ResultsLayout, 'columns' | 'widths'>,
  total: number,
  hasDates = false,
): Column[] {
  const usual = (id: ColumnId): number => kindOf(id).width + (id === 'time' && hasDates ? DATE : 0);
  const widths = layout.columns.map((id) => Math.max(kindOf(id).least, layout.widths[id] ?? usual(id)));
  const left = total - widths.reduce((sum, width) => sum + width, 0);
  const growing = growingColumn(layout);
  if (growing >= 0) {
    const { least } = kindOf(layout.columns[growing]!);
    // One that was not sized by hand also gives way, down to two thirds: most URLs can still be told apart.
    const gives = layout.widths[layout.columns[growing]!] === undefined ? widths[growing]! / 3 : 0;
    widths[growing] = Math.max(least, widths[growing]! + Math.max(left, -gives));
  }
  let at = 0;
  return layout.columns.map((id, index) => {
    const column = {
      id,
      label: kindOf(id).label,
      left: at,
      width: Math.floor(widths[index]!),
      least: kindOf(id).least,
      isNumber: kindOf(id).isNumber ?? false,
    };
    at += column.width;
    return column;
  });
}

function growingColumn({ columns }: Pick<ResultsLayout, 'columns'>): number {
  const url = columns.findIndex((id) => kindOf(id).grows);
  return url >= 0 ? url : columns.findLastIndex((id) => !kindOf(id).isNumber);
}

export const defaultLayout: ResultsLayout = {
  version: 1,
  columns: ['status', 'time', 'method', 'url', 'name', 'duration', 'causes'],
  widths: {},
  sorting: [{ column: 'time', descending: true }],
  refinersOpen: true,
  chartsOpen: true,
  refinersWidth: 0,
};
