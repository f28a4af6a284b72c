/** Series are told apart by colour and, where they are lines, by their strokes, for whoever sees few colours. */
const looks = [
  { colour: 'var(--chart-1)', dash: '' },
  { colour: 'var(--chart-2)', dash: '7 3' },
  { colour: 'var(--chart-3)', dash: '3 3' },
  { colour: 'var(--chart-4)', dash: '10 3 3 3' },
  { colour: 'var(--chart-5)', dash: '1 4' },
  { colour: 'var(--chart-6)', dash: '14 4' },
] as const;

export function seriesLook(index: number): { readonly colour: string; readonly dash: string } {
  return looks[index % looks.length] ?? looks[0];
}
