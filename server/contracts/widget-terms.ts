/** Tags that terms may be made of; none of them has attributes but the address of a link. */
const plainTags = new Set(['p', 'br', 'h1', 'h2', 'h3', 'h4', 'strong', 'b', 'em', 'i', 'u', 's', 'code', 'ul', 'ol', 'li', 'blockquote', 'hr', 'div', 'span']);
/** What stands between these is no text for people. */
const unseen = /<(script|style|template|noscript|iframe|object|svg|math|title|textarea|xmp)\b[\s\S]*?(?:<\/\1\s*>|$)|<!--[\s\S]*?(?:-->|$)/giu;

/**
 * HTML that does nothing but look: what is not one of a few tags goes, and so does every attribute but a link's address. The widget puts terms
 * into pages of others as they are.
 */
export function safeTermsHtml(html: string): string {
  const seen = html.replaceAll(unseen, '');
  let safe = '';
  let at = 0;
  for (const tag of seen.matchAll(/<(\/?)([a-z][a-z0-9]*)\b([^<>]*)>/giu)) {
    safe += withoutMarkup(seen.slice(at, tag.index)) + safeTag(tag[2]?.toLowerCase() ?? '', tag[1] === '/', tag[3] ?? '');
    at = tag.index + tag[0].length;
  }
  return safe + withoutMarkup(seen.slice(at));
}

function safeTag(name: string, isEnd: boolean, attributes: string): string {
  if (plainTags.has(name)) return isEnd ? `</${name}>` : `<${name}>`;
  if (name !== 'a') return '';
  if (isEnd) return '</a>';
  const address = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/iu.exec(attributes);
  return linkTo(unescaped(address?.[1] ?? address?.[2] ?? address?.[3] ?? ''));
}

/** The terms somebody wrote, in a little Markdown, as HTML: headings, lists, bold, italics, links and paragraphs. */
export function termsToHtml(text: string): string {
  const blocks = text.replaceAll('\r\n', '\n').split(/\n{2,}/u);
  return blocks
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(blockToHtml)
    .join('\n');
}

function blockToHtml(block: string): string {
  const lines = block.split('\n').map((line) => line.trim());
  const heading = lines.length === 1 ? /^(#{1,4})\s+(.+)$/u.exec(block) : null;
  if (heading !== null) return `<h${heading[1]?.length}>${inline(heading[2] ?? '')}</h${heading[1]?.length}>`;
  if (lines.every((line) => /^[-*]\s+/u.test(line))) return `<ul>${lines.map((line) => item(line.replace(/^[-*]\s+/u, ''))).join('')}</ul>`;
  if (lines.every((line) => /^\d+[.)]\s+/u.test(line))) return `<ol>${lines.map((line) => item(line.replace(/^\d+[.)]\s+/u, ''))).join('')}</ol>`;
  return `<p>${lines.map(inline).join('<br>')}</p>`;
}

const item = (text: string) => `<li>${inline(text)}</li>`;

function inline(text: string): string {
  let html = '';
  let at = 0;
  for (const link of text.matchAll(/\[([^[\]]{1,500})\]\(([^()\s]{1,2000})\)/gu)) {
    const tag = linkTo(link[2] ?? '');
    html += emphasised(text.slice(at, link.index)) + (tag === '<a>' ? emphasised(link[0]) : `${tag}${emphasised(link[1] ?? '')}</a>`);
    at = link.index + link[0].length;
  }
  return html + emphasised(text.slice(at));
}

function emphasised(text: string): string {
  return escaped(text)
    .replaceAll(/\*\*([^*]+)\*\*/gu, '<strong>$1</strong>')
    .replaceAll(/\*([^*]+)\*/gu, '<em>$1</em>');
}

/** A link's opening tag; without an address when that one could run something. */
function linkTo(address: string): string {
  const isHarmless = /^(?:https?:\/\/|mailto:|tel:)/iu.test(address.trim());
  return isHarmless ? `<a href="${escaped(address.trim())}" target="_blank" rel="noopener noreferrer">` : '<a>';
}

/** Text between tags: entities stay, what could begin or end a tag does not. */
function withoutMarkup(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** What an attribute's value says; an entity of another kind stays as it is and thereby makes no scheme. */
function unescaped(value: string): string {
  return value.replaceAll(/&(amp|lt|gt|quot|#39);/gu, (whole, name: string) => entities[name] ?? whole);
}
