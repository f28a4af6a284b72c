import type { TicketMatch, TicketView } from './ticket-views';

type Searched = Pick<TicketView, 'title' | 'description' | 'comments' | 'turnComments'>;

const snippetLength = 200;
const beforeHit = 60;

/** Everything of a ticket that a search looks in. */
export function searchTextOf(ticket: Searched): string {
  return fieldsOf(ticket)
    .map(({ text }) => text)
    .join('\n');
}

/** Where in a ticket the words stand, with some of what is around them. */
export function matchIn(ticket: Searched, search: string): TicketMatch | null {
  for (const { field, text, turnIndex } of fieldsOf(ticket)) {
    const at = text.toLowerCase().indexOf(search.toLowerCase());
    if (at < 0) continue;
    const from = Math.max(0, at - beforeHit);
    const place = { field, snippet: text.slice(from, from + Math.max(snippetLength, search.length + beforeHit)), highlightStart: at - from };
    return { ...place, highlightEnd: place.highlightStart + search.length, ...(turnIndex === undefined ? {} : { turnIndex }) };
  }
  return null;
}

function fieldsOf({ title, description, comments, turnComments }: Searched): { field: TicketMatch['field']; text: string; turnIndex?: number }[] {
  return [
    { field: 'title', text: title ?? '' },
    { field: 'description', text: description ?? '' },
    ...comments.map(({ comment }) => ({ field: 'comment' as const, text: comment })),
    ...turnComments.map(({ comment, turnIndex }) => ({ field: 'turn_comment' as const, text: comment, turnIndex })),
  ];
}
