import { expect, it } from 'vitest';
import { safeTermsHtml, termsToHtml } from './widget-terms';

it('makes paragraphs, headings, lists, emphasis and links of what was written', () => {
  expect(
    termsToHtml('# Terms\n\nWe *record* calls\nand **keep** them.\n\n- one\n- two\n\n1. first\n2. second\n\nSee [our page](https://example.com/a?b=1&c=2).'),
  ).toBe(
    [
      '<h1>Terms</h1>',
      '<p>We <em>record</em> calls<br>and <strong>keep</strong> them.</p>',
      '<ul><li>one</li><li>two</li></ul>',
      '<ol><li>first</li><li>second</li></ol>',
      '<p>See <a href="https://example.com/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">our page</a>.</p>',
    ].join('\n'),
  );
});

it('takes no markup and no address that runs something from the writer', () => {
  expect(termsToHtml('<img src=x onerror=alert(1)> & "so" on')).toBe('<p>&lt;img src=x onerror=alert(1)&gt; &amp; &quot;so&quot; on</p>');
  expect(termsToHtml('[here](javascript:alert)')).toBe('<p>[here](javascript:alert)</p>');
  expect(termsToHtml('[x](https://a.example/"onmouseover="alert)')).not.toContain('"onmouseover');
});

it.each([
  ['<p class="a" onclick="x()">Hello <b>you</b></p>', '<p>Hello <b>you</b></p>'],
  ['a<script>alert(1)</script>b', 'ab'],
  ['a<SCRIPT src=//x>', 'a'],
  ['<img src=x onerror=alert(1)>', ''],
  ['<svg><p onload=x></svg>z', 'z'],
  ['<a href="java&#115;cript:alert(1)">x</a>', '<a>x</a>'],
  ['<a href=javascript:alert(1)>x</a>', '<a>x</a>'],
  ['<a title="a>b" href="javascript:x">y</a>', '<a>b" href="javascript:x"&gt;y</a>'],
  ["<a href='https://example.com/\"onclick=x'>y</a>", '<a href="https://example.com/&quot;onclick=x" target="_blank" rel="noopener noreferrer">y</a>'],
  ['<<b>img src=x onerror=y>', '&lt;<b>img src=x onerror=y&gt;'],
  ['1 < 2 &amp; 3', '1 &lt; 2 &amp; 3'],
])('makes %j safe', (html, safe) => {
  expect(safeTermsHtml(html)).toBe(safe);
  expect(safeTermsHtml(safe)).toBe(safe);
});
