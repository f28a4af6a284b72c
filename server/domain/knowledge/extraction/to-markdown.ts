import TurndownService from 'turndown';

/** HTML as Markdown: headings, lists and tables stay, pictures and scripts go. */
export function toMarkdown(html: string): string {
  return converter()
    .turndown(html)
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function converter(): TurndownService {
  const service = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', codeBlockStyle: 'fenced', hr: '---' });
  service.remove(['script', 'style', 'noscript', 'iframe', 'form', 'button', 'template']);
  service.addRule('pictures', { filter: ['img', 'svg', 'video', 'audio', 'canvas'] as never, replacement: () => '' });
  // An address read aloud helps nobody, and a passage is found by its words.
  service.addRule('links', { filter: 'a', replacement: (content) => content });
  service.addRule('cells', { filter: ['th', 'td'], replacement: (content) => ` ${content.replace(/\s+/g, ' ').trim()} |` });
  service.addRule('rows', { filter: 'tr', replacement: (content) => `\n|${content}` });
  service.addRule('tables', {
    filter: ['table', 'thead', 'tbody', 'tfoot'],
    replacement: (content) => `\n\n${content.trim()}\n\n`.replace(/\n\n\n+/g, '\n\n'),
  });
  return service;
}
