import type { ReadText } from './document-text';

/** Each row as a line "column: value; column: value", so that a passage says what its numbers mean. */
export function readCsv(text: string): ReadText {
  const rows = parseCsv(text, separatorOf(text)).filter((row) => row.some((cell) => cell.trim() !== ''));
  const [header = [], ...body] = rows;
  if (body.length === 0) return { title: '', text: rows.map((row) => row.join(', ')).join('\n') };
  const lines = body.map((row) =>
    row
      .map((cell, i) => [header[i]?.trim() ?? '', cell.trim().replace(/\s+/g, ' ')] as const)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => (name === '' ? value : `${name}: ${value}`))
      .join('; '),
  );
  return { title: '', text: lines.map((line) => `- ${line}`).join('\n') };
}

function separatorOf(text: string): string {
  const head = text.slice(0, 4096).split('\n')[0] ?? '';
  const counts = [',', ';', '\t', '|'].map((separator) => [separator, head.split(separator).length] as const);
  return counts.reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

function parseCsv(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    row.push(cell);
    cell = '';
  };
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(i + 1) === '"') {
        cell += '"';
        i++;
      } else isQuoted = false;
    } else if (character === '"' && cell === '') isQuoted = true;
    else if (character === separator) endCell();
    else if (character === '\n') {
      endCell();
      rows.push(row);
      row = [];
    } else cell += character;
  }
  if (cell !== '' || row.length > 0) {
    endCell();
    rows.push(row);
  }
  return rows;
}
