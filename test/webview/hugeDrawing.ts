/** A drawing for `drawTrace`: an import in batches of ten, every line a segment of its own. */
export function hugeDrawing(segments: number): string {
  const lines = ['import 0 100000'];
  for (let index = 0; lines.length < segments; index++) {
    lines.push(`  batch ${index} ${index * 10} ${index * 10 + 40} segment`);
    for (let row = 0; row < 9 && lines.length < segments; row++)
      lines.push(`    row ${index}-${row} ${index * 10 + row} ${index * 10 + row + 3} segment`);
  }
  return lines.join('\n');
}
