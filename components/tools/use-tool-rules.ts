import { useEffect, useState } from 'react';

export type ToolRules = typeof import('./tool-rules');

/** What a tool has to be. Loaded when it is needed: it would be an eighth of what the page fetches at first. */
export function loadToolRules(): Promise<ToolRules> {
  return import('./tool-rules');
}

/** The same, once it is there. */
export function useToolRules(): ToolRules | undefined {
  const [rules, setRules] = useState<ToolRules>();
  useEffect(() => {
    let isShown = true;
    loadToolRules().then(
      (loaded) => (isShown ? setRules(loaded) : undefined),
      // Saving tries again, and says so.
      () => undefined,
    );
    return () => {
      isShown = false;
    };
  }, []);
  return rules;
}
