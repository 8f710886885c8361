import { splitIds, type SplitIds } from '../ids/splitIds';

const GLUED_XRAY = /(1-[0-9a-f]{8}-[0-9a-f]{24})(?=1-[0-9a-f]{8}-)/gi;
const GLUED_W3C = /(?<![0-9a-f-])(?:[0-9a-f]{32}){2,}(?![0-9a-f-])/gi;

/**
 * Reads the IDs typed or pasted into a one-line box. Boxes drop line breaks: a pasted column of IDs arrives with its lines glued
 * together, and is taken apart here.
 */
export function readPastedIds(text: string): SplitIds {
  return splitIds(text.replaceAll(GLUED_XRAY, '$1 ').replaceAll(GLUED_W3C, (run) => run.replaceAll(/.{32}/g, '$& ')));
}
