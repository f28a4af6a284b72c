'use client';

import { useCallback, useEffect, useState } from 'react';

export interface AudioDevices {
  readonly microphones: readonly MediaDeviceInfo[];
  readonly speakers: readonly MediaDeviceInfo[];
  /** Names come only once the microphone was allowed; ask again then. */
  refresh(): void;
}

export function useAudioDevices(): AudioDevices {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  const refresh = useCallback(() => {
    void navigator.mediaDevices?.enumerateDevices().then(setDevices, () => setDevices([]));
  }, []);
  useEffect(() => {
    refresh();
    navigator.mediaDevices?.addEventListener('devicechange', refresh);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', refresh);
  }, [refresh]);
  const named = devices.filter((device) => device.deviceId !== '');
  return { microphones: named.filter((device) => device.kind === 'audioinput'), speakers: named.filter((device) => device.kind === 'audiooutput'), refresh };
}
