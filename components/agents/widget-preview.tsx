'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';

export const previewSizes = ['phone', 'desktop'] as const;
export type PreviewSize = (typeof previewSizes)[number];

const dimensions: Readonly<Record<PreviewSize, { readonly width: number; readonly height: number }>> = {
  phone: { width: 390, height: 700 },
  desktop: { width: 1024, height: 700 },
};

/** Typing is shown once it pauses. */
const showAfterMs = 150;
/** The page answers as soon as its scripts have run, which is before it counts as loaded. */
const answerWithinMs = 2_000;

export interface WidgetPreviewProps {
  readonly agentId: string;
  /** What the widget would be told if the draft were saved. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Null: the agent's own. */
  readonly language: string | null;
  readonly size: PreviewSize;
  readonly onSize: (size: PreviewSize) => void;
  /** What comes of a click on its button. */
  readonly note: string;
}

/** The real element in a page of its own, with the draft's settings. */
export function WidgetPreview({ agentId, config, language, size, onSize, note }: WidgetPreviewProps) {
  const t = useTranslations('editor.widget');
  const frame = useRef<HTMLIFrameElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [page, setPage] = useState<'light' | 'dark'>('light');
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');
  const [attempt, setAttempt] = useState(0);
  const room = useWidth(box);
  const { width, height } = dimensions[size];
  const scale = Math.min(1, (room ?? width) / width);
  // What its browser remembers of agreed terms is not to hide them here, and a call goes to the agent that is saved.
  const message = JSON.stringify({ kind: 'widget-preview', agentId, config: { ...config, terms_key: undefined }, language, page });
  const isFirst = useRef(true);

  useEffect(() => {
    const post = () => frame.current?.contentWindow?.postMessage(JSON.parse(message), window.location.origin);
    const onMessage = (event: MessageEvent<unknown>) => {
      if (event.source !== frame.current?.contentWindow || event.origin !== window.location.origin) return;
      const kind = (event.data as { kind?: unknown } | null)?.kind;
      if (kind === 'widget-preview-ready') post();
      if (kind === 'widget-preview-shown') setState('shown');
    };
    window.addEventListener('message', onMessage);
    const timer = setTimeout(post, isFirst.current ? 0 : showAfterMs);
    isFirst.current = false;
    return () => {
      clearTimeout(timer);
      window.removeEventListener('message', onMessage);
    };
  }, [message]);

  const [loadedAt, setLoadedAt] = useState(0);
  useEffect(() => {
    if (loadedAt === 0 || state !== 'loading') return;
    const timer = setTimeout(() => setState('failed'), answerWithinMs);
    return () => clearTimeout(timer);
  }, [loadedAt, state]);

  return (
    <section aria-label={t('preview')} className="grid min-w-0 gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segmented
          aria-label={t('previewSize')}
          value={size}
          options={previewSizes.map((value) => ({ value, label: t(`sizes.${value}`) }))}
          onValueChange={(value) => onSize(value as PreviewSize)}
        />
        <Segmented
          aria-label={t('previewPage')}
          value={page}
          options={(['light', 'dark'] as const).map((value) => ({ value, label: t(`pages.${value}`) }))}
          onValueChange={(value) => setPage(value as 'light' | 'dark')}
        />
      </div>
      {state === 'failed' ? (
        <Notice
          tone="danger"
          action={
            <Button
              size="sm"
              onClick={() => {
                setState('loading');
                setLoadedAt(0);
                setAttempt((count) => count + 1);
              }}
            >
              {t('previewAgain')}
            </Button>
          }
        >
          {t('previewFailed')}
        </Notice>
      ) : null}
      <div ref={box} className="min-w-0">
        <div className="mx-auto overflow-hidden rounded-lg border" style={{ width: width * scale, maxWidth: '100%', height: height * scale }}>
          <iframe
            key={attempt}
            ref={frame}
            src="/widget/preview"
            title={t('previewTitle')}
            loading="lazy"
            allow="microphone; autoplay; clipboard-write"
            data-state={state}
            className="block origin-top-left border-0"
            style={{ width, height, transform: `scale(${scale})` }}
            onLoad={() => setLoadedAt(Date.now())}
          />
        </div>
      </div>
      <p className="text-xs text-ink-faint text-pretty">{note}</p>
    </section>
  );
}

function useWidth(element: React.RefObject<HTMLElement | null>): number | undefined {
  const [width, setWidth] = useState<number>();
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
