// Shortcuts of one key get in the way of those who speak to their computer: they can be switched off (WCAG 2.1.4).

const storageKey = 'parley.single-keys';

/** Whether a key that was pressed may be a shortcut of one key: they are on, and nothing that has the focus is written in or lies above the page. */
export function isSingleKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !singleKeysAreOn()) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  if (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select')) return false;
  return target.closest('[role="dialog"], [role="menu"], [role="listbox"]') === null;
}

export function singleKeysAreOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

export function setSingleKeys(isOn: boolean): void {
  try {
    if (isOn) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'off');
  } catch {
    // Without storage they stay on.
  }
}
