'use client';

import { useEffect, useState } from 'react';

export interface ChosenDevices {
  readonly microphoneId?: string;
  readonly speakerId?: string;
}

const key = 'parley.devices';

/** The devices this browser's user prefers; kept on this machine. */
export function useChosenDevices(): readonly [ChosenDevices, (change: { microphoneId?: string; speakerId?: string }) => void] {
  const [chosen, setChosen] = useState<ChosenDevices>({});
  useEffect(() => setChosen(remembered()), []);
  const choose = (change: { microphoneId?: string; speakerId?: string }) => {
    const next = Object.fromEntries(Object.entries({ ...chosen, ...change }).filter(([, value]) => value !== ''));
    setChosen(next);
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // A browser without storage asks again next time.
    }
  };
  return [chosen, choose];
}

function remembered(): ChosenDevices {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(Object.entries(stored).filter((entry) => typeof entry[1] === 'string'));
  } catch {
    // Unreadable or forbidden storage is as good as none.
    return {};
  }
}
