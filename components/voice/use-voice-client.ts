'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { VoiceClient, type VoiceSnapshot } from './voice-client';

/** A voice client that lives as long as the component. */
export function useVoiceClient(): readonly [VoiceClient, VoiceSnapshot] {
  const [client] = useState(() => new VoiceClient());
  const snapshot = useSyncExternalStore(client.subscribe, client.snapshot, client.snapshot);
  useEffect(() => {
    const leave = () => client.dispose();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      client.dispose();
    };
  }, [client]);
  return [client, snapshot];
}
