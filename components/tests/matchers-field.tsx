'use client';

import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '../ui/button';
import { Input } from '../ui/input';
import { Select } from '../ui/select';
import { type Matcher, matcherText, matcherTypes, type ParameterMatcher, withMatcherType } from './test-document';

export interface MatchersFieldProps {
  readonly label: string;
  readonly matchers: readonly ParameterMatcher[];
  readonly disabled: boolean;
  readonly onChange: (matchers: readonly ParameterMatcher[]) => void;
}

/** What each parameter of a call has to be; parameters that are not named may be anything. */
export function MatchersField({ label, matchers, disabled, onChange }: MatchersFieldProps) {
  const t = useTranslations('tests');
  const change = (index: number, next: ParameterMatcher) => onChange(matchers.map((matcher, at) => (at === index ? next : matcher)));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      {matchers.length === 0 ? <p className="text-sm text-ink-faint">{t('noMatchers')}</p> : null}
      {matchers.map(({ path, eval: matcher }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: matchers have no name but their place
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-2 sm:grid-cols-[minmax(0,12rem)_10rem_minmax(0,1fr)_auto]">
          <Input
            className="font-mono text-xs"
            aria-label={t('path', { number: index + 1 })}
            placeholder={t('pathPlaceholder')}
            value={path}
            disabled={disabled}
            onChange={(event) => change(index, { path: event.target.value, eval: matcher })}
          />
          <Select
            className="w-40"
            value={matcher.type}
            aria-label={t('matcher', { number: index + 1 })}
            disabled={disabled}
            options={matcherTypes.map((type) => ({ value: type, label: t(`matchers.${type}`) }))}
            onValueChange={(chosen) => {
              const type = matcherTypes.find((known) => known === chosen);
              if (type !== undefined) change(index, { path, eval: withMatcherType(matcher, type) });
            }}
          />
          {matcher.type === 'anything' ? (
            <span className="hidden sm:block" />
          ) : (
            <Input
              className="order-last col-span-full sm:order-none sm:col-span-1"
              aria-label={t('expected', { number: index + 1 })}
              placeholder={t(`matcherPlaceholders.${matcher.type}`)}
              value={matcherText(matcher)}
              disabled={disabled}
              onChange={(event) => change(index, { path, eval: withText(matcher, event.target.value) })}
            />
          )}
          {disabled ? null : (
            <Button
              look="quiet"
              size="icon"
              aria-label={t('removeMatcher', { number: index + 1 })}
              onClick={() => onChange(matchers.filter((_, at) => at !== index))}
            >
              <X aria-hidden />
            </Button>
          )}
        </div>
      ))}
      {disabled ? null : (
        <Button size="sm" className="justify-self-start" onClick={() => onChange([...matchers, { path: '', eval: { type: 'exact', expected_value: '' } }])}>
          <Plus aria-hidden />
          {t('addMatcher')}
        </Button>
      )}
    </fieldset>
  );
}

function withText(matcher: Matcher, text: string): Matcher {
  return withMatcherType({ type: 'exact', expected_value: text }, matcher.type);
}
