import type { ColumnId, ResultsIntent, ResultsLayout, Restriction, Sorting } from '../../src/protocol/results';
import { defaultLayout, inOrder, isColumn } from './columns';

/** Reads a kept layout. @returns null for anything of another version or shape */
export function readLayout(value: unknown): ResultsLayout | null {
  if (!isObject(value) || value['version'] !== 1) return null;
  const { columns, widths, sorting, refinersOpen, chartsOpen, refinersWidth } = value;
  const chosen = Array.isArray(columns) ? columns.filter(isKnownColumn) : [];
  const sortings = Array.isArray(sorting) ? sorting.filter(isSorting) : [];
  return {
    version: 1,
    columns: chosen.length > 0 ? inOrder(chosen) : defaultLayout.columns,
    widths: isObject(widths) ? readWidths(widths) : {},
    sorting: sortings.length > 0 ? sortings : defaultLayout.sorting,
    refinersOpen: refinersOpen !== false,
    chartsOpen: chartsOpen !== false,
    refinersWidth: isSize(refinersWidth) ? refinersWidth : 0,
  };
}

function readWidths(widths: Readonly<Record<string, unknown>>): ResultsLayout['widths'] {
  const read: Partial<Record<ColumnId, number>> = {};
  for (const [column, width] of Object.entries(widths)) if (isColumn(column) && isSize(width)) read[column] = width;
  return read;
}

/** Reads a kept intent. @returns null for anything of another version or shape: nothing is worth a broken page */
export function readResultsIntent(value: unknown): ResultsIntent | null {
  if (!isObject(value) || value['version'] !== 1) return null;
  const { search, query, filter, focused, top, restriction } = value;
  if (typeof search !== 'string' || typeof query !== 'string') return null;
  return {
    version: 1,
    search,
    query,
    filter: text(filter),
    restriction: readRestriction(restriction),
    focused: text(focused),
    top: text(top),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readRestriction(value: unknown): Restriction | null {
  if (!isObject(value)) return null;
  const bound = (name: string): number | null => {
    const number = value[name];
    return typeof number === 'number' && Number.isFinite(number) ? number : null;
  };
  return { from: bound('from'), to: bound('to'), least: bound('least'), most: bound('most') };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isKnownColumn(value: unknown): value is ColumnId {
  return typeof value === 'string' && isColumn(value);
}

function isSorting(value: unknown): value is Sorting {
  return isObject(value) && isKnownColumn(value['column']) && typeof value['descending'] === 'boolean';
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < 10_000;
}
