import { createHash } from 'node:crypto';
import { knowledgeLimits } from '../../contracts/knowledge';
import { AppError } from '../../lib/app-error';

export function checkedDocumentName(name: string): string {
  const trimmed = storable(name).replace(/\s+/g, ' ').trim();
  if (trimmed === '') throw new AppError('invalid_input', 'A name is needed.', { path: ['name'] });
  return trimmed.slice(0, knowledgeLimits.nameLength);
}

/** The first words of a text, for a document that was given no name. */
export function nameFromText(text: string): string {
  const line = text.split('\n').find((each) => each.trim() !== '') ?? '';
  const words = line.replace(/^[#>*\-\s]+/, '').trim();
  return words.length <= 60 ? words || 'Untitled' : `${words.slice(0, 57).trimEnd()}…`;
}

export function checkedText(text: string): string {
  const trimmed = storable(text).replace(/\r\n?/g, '\n').trim();
  if (trimmed === '') throw new AppError('invalid_input', 'There is no text.', { path: ['text'] });
  if (trimmed.length > knowledgeLimits.textLength)
    throw new AppError('too_large', `A document may hold ${knowledgeLimits.textLength} characters of text at most.`);
  return trimmed;
}

/** Without what the database cannot hold. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}

export function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** When a page is read again. After failures it waits longer each time, up to four weeks. */
export function nextSync(everyDays: number, failures: number, now: Date): Date {
  const days = failures === 0 ? everyDays : Math.min(28, Math.max(1, everyDays) * 2 ** (failures - 1));
  return new Date(now.getTime() + days * 86_400_000);
}
