import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import type { ReadText } from './document-text';
import { toMarkdown } from './to-markdown';

/** Less of a page than this is more likely its cookie notice than its text: the whole page is taken instead. */
const leastArticle = 250;
const furniture = 'title, script, style, noscript, template, nav, footer, aside, form, iframe, [role="navigation"], [aria-hidden="true"]';

/** The text of a page without its furniture, and where it points to. */
export function readHtml(html: string, url?: string): ReadText {
  const links = url === undefined ? [] : linksOf(parseHTML(html).document, url);
  const title = parseHTML(html).document.querySelector('title')?.textContent?.trim() ?? '';
  const article = mainPart(html);
  if (article !== undefined && article.text.length >= leastArticle) return { title: article.title || title, text: article.text, links };
  const { document } = parseHTML(html);
  for (const element of document.querySelectorAll(furniture)) element.remove();
  // Some pages have no body element, and then the document itself is one.
  const whole = toMarkdown((document.body?.innerHTML ?? '') || document.toString());
  const text = whole.length >= (article?.text.length ?? 0) ? whole : (article?.text ?? '');
  return { title: article?.title || title, text, links };
}

function mainPart(html: string): { title: string; text: string } | undefined {
  const { document } = parseHTML(html);
  if (document.body === null) return undefined;
  const article = new Readability(document as unknown as Document, { charThreshold: leastArticle }).parse();
  if (article === null || article.content === null || article.content === undefined) return undefined;
  return { title: article.title?.trim() ?? '', text: toMarkdown(article.content) };
}

function linksOf(document: Document, url: string): string[] {
  const base = document.querySelector('base')?.getAttribute('href') ?? url;
  const found = new Set<string>();
  for (const anchor of document.querySelectorAll('a[href]')) {
    const target = URL.parse(anchor.getAttribute('href') ?? '', URL.parse(base, url)?.href ?? url);
    if (target === null || !/^https?:$/.test(target.protocol)) continue;
    target.hash = '';
    found.add(target.href);
  }
  return [...found];
}
