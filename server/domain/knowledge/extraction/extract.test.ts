import { describe, expect, it } from 'vitest';
import { makeDocx, makeEpub } from '../../../testing/documents/make-packages';
import { makePdf } from '../../../testing/documents/make-pdf';
import { extractText } from './extract';

const read = (content: Buffer | string, filename?: string, url?: string) =>
  extractText({
    bytes: typeof content === 'string' ? Buffer.from(content) : content,
    ...(filename === undefined ? {} : { filename }),
    ...(url === undefined ? {} : { url }),
  });

describe('reading documents', { timeout: 60_000 }, () => {
  it('a PDF becomes paragraphs under their headings, page after page', async () => {
    const { text, format } = await read(
      makePdf([
        ['# Returns', 'You can return an item within thirty', 'days of delivery. A refund takes five work-', 'ing days.', '', 'Opened software is excluded.'],
        ['# Contact', 'Call extension 4711 on weekdays.'],
      ]),
    );
    expect(format).toBe('pdf');
    expect(text).toContain('## Returns\n\nYou can return an item within thirty days of delivery. A refund takes five working days.');
    expect(text).toContain('\n\nOpened software is excluded.');
    expect(text).toContain('## Contact\n\nCall extension 4711 on weekdays.');
  });

  it('a Word document keeps its headings', async () => {
    const { text, title } = await read(makeDocx(['# Price list', 'An oat latte costs four euros & twenty cents.']));
    expect(text).toBe('# Price list\n\nAn oat latte costs four euros & twenty cents.');
    expect(title).toBe('Price list');
  });

  it('a book is read in the order of its spine', async () => {
    const { text, title, format } = await read(makeEpub('The Lighthouse', ['<h1>One</h1><p>It was built in 1871.</p>', '<h1>Two</h1><p>It fell silent.</p>']));
    expect({ format, title }).toEqual({ format: 'epub', title: 'The Lighthouse' });
    expect(text).toBe('# One\n\nIt was built in 1871.\n\n# Two\n\nIt fell silent.');
  });

  it('a page gives its article without menus, scripts and pictures, and its links', async () => {
    const sentences = 'The museum opens at ten in the morning and closes at six in the evening, every day but Monday. '.repeat(6);
    const html = `<!doctype html><html><head><title>Museum</title><script>track()</script></head><body><nav><a href="/home">Home</a></nav><article><h2>Opening hours</h2><p>${sentences}</p><table><tr><th>Ticket</th><th>Price</th></tr><tr><td>Adult</td><td>12 euros</td></tr></table><p><img src="x.png"><a href="tickets.html#buy">Buy tickets</a></p></article><footer>Cookies</footer></body></html>`;
    const { text, links, format } = await read(html, undefined, 'https://museum.example/visit/');
    expect(format).toBe('html');
    expect(text).toContain('The museum opens at ten');
    expect(text).toContain('| Adult | 12 euros |');
    expect(text).not.toMatch(/track|Cookies|x\.png|Home/);
    expect(links).toEqual(['https://museum.example/home', 'https://museum.example/visit/tickets.html']);
  });

  it('each row of a table of values says what its values are', async () => {
    const { text } = await read('Name;Phone;Note\nAda;"555;01";"says ""hi"""\nGrace;556;\n', 'people.csv');
    expect(text).toBe('- Name: Ada; Phone: 555;01; Note: says "hi"\n- Name: Grace; Phone: 556');
  });

  it('Markdown stays as it is without its block of settings, plain text keeps its words in any common encoding', async () => {
    expect((await read('---\ntitle: x\n---\n# Menu\n\n- soup\n', 'menu.md')).text).toBe('# Menu\n\n- soup');
    expect((await read(Buffer.from('Caf\xe9 M\xfcller', 'latin1'), 'a.txt')).text).toBe('Café Müller');
    expect((await read(Buffer.from('\ufeffdéjà vu', 'utf16le'), 'a.txt')).text).toBe('déjà vu');
  });

  it('what a file is is told by its content: a picture with the name of a text is refused', async () => {
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    await expect(read(png, 'notes.txt')).rejects.toMatchObject({ code: 'bad_request', message: expect.stringContaining('image/png') });
    await expect(read(Buffer.from([1, 0, 2, 0, 3]), 'notes.md')).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('says why a document cannot be read', async () => {
    await expect(read('   \n ', 'empty.txt')).rejects.toThrow(/no text/);
    await expect(read(makePdf([['']]))).rejects.toThrow(/scan/);
    await expect(read(makePdf([['some text']]).subarray(0, 300))).rejects.toThrow(/damaged/);
    await expect(read(makeEpub('x', ['<p>x</p>']).subarray(0, 400), 'x.epub')).rejects.toThrow(/cannot be read/);
    await expect(extractText({ bytes: new Uint8Array(21 * 1024 * 1024) })).rejects.toMatchObject({ code: 'too_large' });
  });
});
