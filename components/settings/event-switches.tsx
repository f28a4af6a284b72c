'use client';

import { useTranslations } from 'next-intl';
import { SwitchRow } from '../ui/switch';

export interface WantedEvents {
  readonly sendsTranscript: boolean;
  readonly sendsAudio: boolean;
  readonly sendsFailures: boolean;
}

export const usualEvents: WantedEvents = { sendsTranscript: true, sendsAudio: false, sendsFailures: true };

/** What a webhook is told after a call; it has to be something. */
export function EventSwitches({
  wanted,
  disabled = false,
  onChange,
}: {
  readonly wanted: WantedEvents;
  readonly disabled?: boolean;
  readonly onChange: (wanted: WantedEvents) => void;
}) {
  const t = useTranslations('webhooks');
  const { sendsTranscript, sendsAudio, sendsFailures } = wanted;
  const now = { sendsTranscript, sendsAudio, sendsFailures };
  return (
    <fieldset className="grid gap-3">
      <legend className="pb-2 text-sm font-medium">{t('what')}</legend>
      <SwitchRow
        label={t('events.transcript')}
        checked={sendsTranscript}
        disabled={disabled}
        onCheckedChange={(isOn) => onChange({ ...now, sendsTranscript: isOn })}
      />
      <SwitchRow label={t('events.audio')} checked={sendsAudio} disabled={disabled} onCheckedChange={(isOn) => onChange({ ...now, sendsAudio: isOn })} />
      <SwitchRow
        label={t('events.failures')}
        checked={sendsFailures}
        disabled={disabled}
        onCheckedChange={(isOn) => onChange({ ...now, sendsFailures: isOn })}
      />
      {wantsAnything(now) ? null : (
        <p role="alert" className="text-xs text-danger">
          {t('pickOne')}
        </p>
      )}
    </fieldset>
  );
}

export function wantsAnything({ sendsTranscript, sendsAudio, sendsFailures }: WantedEvents): boolean {
  return sendsTranscript || sendsAudio || sendsFailures;
}
