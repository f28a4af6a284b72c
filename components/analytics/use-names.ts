'use client';

import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { endReasons } from '@/server/contracts/conversation';
import type { Named, Report } from '@/server/contracts/analytics';

const channels = ['console', 'talk-page', 'cli', 'unknown'] as const;
const words = [
  'success',
  'failure',
  'unknown',
  'other',
  'p50',
  'p95',
  'p99',
  'agent',
  'participant',
  'endpointing',
  'transcription',
  'thinking',
  'speaking',
  'delivery',
  'language-model',
  'text-to-speech',
  'speech-to-text',
] as const;
const separator = '\u001f';

/** What a row or a series is called: by the workspace, by us, or by what it is. */
export function useNames(report: Pick<Report, 'at' | 'step'>): (named: Named, of: string) => string {
  const t = useTranslations('analytics');
  const conversations = useTranslations('conversations');
  const format = useFormatter();
  const locale = useLocale();
  const languages = new Intl.DisplayNames([locale], { type: 'language' });
  const languageName = (code: string) => {
    try {
      return languages.of(code) ?? code;
    } catch {
      return code; // not a language tag
    }
  };
  const word = (key: string) => {
    const known = words.find((each) => each === key);
    return known === undefined ? key : t(`words.${known}`);
  };
  return ({ key, label }, of) => {
    if (label !== undefined) return label;
    const parts = key.split(separator);
    switch (of) {
      case 'day': {
        const at = new Date(report.at[Number(key)] ?? 0);
        return stepText(format, at, report.step);
      }
      case 'channel': {
        const known = channels.find((name) => name === key);
        return known === undefined ? key : conversations(`sources.${known}`);
      }
      case 'language':
        return key === 'other' ? t('words.other') : languageName(key);
      case 'languageChange':
        return parts.map(languageName).join(' → ');
      case 'endReason': {
        const reason = endReasons.find((each) => each === key);
        return conversations(`endReasons.${reason ?? 'other'}`);
      }
      case 'branch':
        return key === '' ? t('noBranch') : key;
      case 'failover':
        return `${word(parts[0] ?? '')}: ${parts[1] ?? ''} → ${parts[2] === '' ? t('nobody') : (parts[2] ?? '')}`;
      case 'agent':
      case 'tool':
      case 'toolError':
      case 'criterion':
      case 'item':
      case 'itemValue':
      case 'topic':
        // The workspace's own words, that may be the same as ours.
        return key === 'other' ? t('words.other') : parts.filter((part) => part !== '').join(' · ');
      default:
        return parts
          .filter((part) => part !== '')
          .map(word)
          .join(' · ');
    }
  };
}

export function stepText(format: ReturnType<typeof useFormatter>, at: Date, step: Report['step']): string {
  return step === 'hour'
    ? format.dateTime(at, { weekday: 'short', hour: 'numeric', minute: '2-digit' })
    : format.dateTime(at, { day: 'numeric', month: 'short' });
}
