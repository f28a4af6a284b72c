'use client';

import { Settings2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover';
import { Select } from '../ui/select';
import { canChooseSpeaker } from './speaker';
import { useAudioDevices } from './use-audio-devices';
import type { ChosenDevices } from './use-chosen-devices';

export interface DevicePickerProps {
  readonly chosen: ChosenDevices;
  readonly onMicrophone: (deviceId: string) => void;
  readonly onSpeaker: (deviceId: string) => void;
  /** Changes when names may have become visible: the microphone was just allowed. */
  readonly isLive: boolean;
}

export function DevicePicker({ chosen, onMicrophone, onSpeaker, isLive }: DevicePickerProps) {
  const t = useTranslations('voice');
  const { microphones, speakers, refresh } = useAudioDevices();
  const [hasSpeakers, setHasSpeakers] = useState(false);
  useEffect(() => setHasSpeakers(canChooseSpeaker()), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: going live is what makes the names visible
  useEffect(refresh, [isLive, refresh]);
  const options = (devices: readonly MediaDeviceInfo[]) => [
    { value: '', label: t('defaultDevice') },
    ...devices
      .filter((device) => device.deviceId !== 'default')
      .map((device, index) => ({ value: device.deviceId, label: device.label === '' ? t('device', { number: index + 1 }) : device.label })),
  ];
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button look="quiet" size="icon-sm" aria-label={t('devices')} title={t('devices')}>
          <Settings2 aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="grid w-72 gap-3">
        <Field label={t('microphone')} {...(microphones.length === 0 ? { hint: t('devicesHint') } : {})}>
          {(control) => <Select value={chosen.microphoneId ?? ''} onValueChange={onMicrophone} options={options(microphones)} {...control} />}
        </Field>
        {hasSpeakers ? (
          <Field label={t('speaker')}>
            {(control) => <Select value={chosen.speakerId ?? ''} onValueChange={onSpeaker} options={options(speakers)} {...control} />}
          </Field>
        ) : null}
      </PopoverContent>
    </Popover>
  );
}
