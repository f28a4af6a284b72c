/** A list that comes page by page: one of them alone, or as many as were asked for. */
export type Paged<Page extends { readonly items: readonly unknown[] }> = Page | { readonly pages: readonly Page[] };

/** The list with other items; `change` is given those of one page at a time. */
export function withItems<Page extends { readonly items: readonly unknown[] }>(
  list: Paged<Page>,
  change: (items: Page['items']) => Page['items'],
): Paged<Page> {
  const changed = (page: Page): Page => ({ ...page, items: change(page.items) });
  return 'pages' in list ? { ...list, pages: list.pages.map(changed) } : changed(list);
}
