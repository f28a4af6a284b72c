'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Play, Square } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useWorkspace } from '../layout/workspace-context';
import { useTRPC } from '../trpc/client';
import { Button } from '../ui/button';
import { Combobox } from '../ui/combobox';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { Notice } from '../ui/notice';
import { languageName } from './languages';

export interface VoicePickerProps {
  /** `provider:voice`, or an id that no provider here knows. */
  readonly value: string;
  /** What stands for "no voice chosen" in the document. */
  readonly unset: string;
  readonly language: string;
  readonly onChange: (voiceId: string) => void;
  readonly disabled: boolean;
}

export function VoicePicker({ value, unset, language, onChange, disabled }: VoicePickerProps) {
  const t = useTranslations('editor');
  const locale = useLocale();
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [sample, setSample] = useState<string>();
  const voices = useQuery(trpc.voices.list.queryOptions({ workspace: slug }, { staleTime: 5 * 60_000 }));
  const all = voices.data ?? [];
  const chosen = all.find((voice) => voice.ref === value || voice.id === value);
  const fits = (languages: readonly string[] | '*') => languages === '*' || languages.some((code) => code.split('-')[0] === language.split('-')[0]);
  // Without a choice the first voice that speaks the language stands for what will be heard.
  const heard = chosen ?? all.find((voice) => fits(voice.languages));
  const sorted = all.toSorted((a, b) => Number(fits(b.languages)) - Number(fits(a.languages)));
  return (
    <div className="grid gap-4">
      <Field
        label={t('voice')}
        error={voices.isError ? t('voicesFailed', { reason: voices.error.message }) : undefined}
        {...(chosen !== undefined && !fits(chosen.languages) ? { hint: t('voiceForeign', { language: languageName(language, locale) }) } : {})}
      >
        {(control) => (
          <Combobox
            value={chosen?.ref ?? ''}
            onValueChange={(ref) => onChange(ref === 'default' ? unset : ref)}
            placeholder={value === unset || value === '' ? t('voiceDefault') : value}
            searchPlaceholder={t('voiceSearch')}
            emptyText={t('voiceNone')}
            options={[
              { value: 'default', label: t('voiceDefault') },
              ...sorted.map((voice) => ({
                value: voice.ref,
                label: voice.name,
                detail: [voice.languages === '*' ? '' : voice.languages.map((code) => languageName(code, locale)).join(', '), voice.description ?? '']
                  .filter(Boolean)
                  .join(' · '),
                keywords: [voice.provider, ...(voice.languages === '*' ? [] : voice.languages)],
                group: voice.provider,
              })),
            ]}
            {...control}
          />
        )}
      </Field>
      <div className="flex items-end gap-2">
        <Field label={t('previewText')} className="flex-1">
          {(control) => <Input maxLength={300} value={sample ?? t('previewDefault')} onChange={(event) => setSample(event.target.value)} {...control} />}
        </Field>
        <PreviewButton voiceRef={heard?.ref} text={sample ?? t('previewDefault')} language={language} disabled={disabled && heard === undefined} />
      </div>
    </div>
  );
}

function PreviewButton({
  voiceRef,
  text,
  language,
  disabled,
}: {
  readonly voiceRef: string | undefined;
  readonly text: string;
  readonly language: string;
  readonly disabled: boolean;
}) {
  const t = useTranslations('editor');
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const audioRef = useRef<HTMLAudioElement>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const preview = useMutation(trpc.voices.preview.mutationOptions());
  const [problem, setProblem] = useState<string>();
  useEffect(() => () => audioRef.current?.pause(), []);
  const play = async () => {
    const audio = audioRef.current;
    if (audio === null || voiceRef === undefined) return;
    setProblem(undefined);
    try {
      const { wavBase64 } = await preview.mutateAsync({ workspace: slug, voiceRef, text: text.trim() === '' ? t('previewDefault') : text, language });
      audio.src = `data:audio/wav;base64,${wavBase64}`;
      await audio.play();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className="grid gap-2">
      <Button isBusy={preview.isPending} disabled={voiceRef === undefined || disabled} onClick={() => (isPlaying ? audioRef.current?.pause() : void play())}>
        {isPlaying ? <Square aria-hidden /> : <Play aria-hidden />}
        {isPlaying ? t('previewStop') : t('preview')}
      </Button>
      {/* biome-ignore lint/a11y/useMediaCaption: what it says stands in the field beside it */}
      <audio ref={audioRef} hidden onPlay={() => setIsPlaying(true)} onPause={() => setIsPlaying(false)} onEnded={() => setIsPlaying(false)} />
      {problem === undefined ? null : <Notice tone="danger">{problem}</Notice>}
    </div>
  );
}
