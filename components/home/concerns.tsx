'use client';

import { ArrowRight, CircleCheck, CircleX, PlugZap, TriangleAlert, Wrench } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { endReasons } from '@/server/contracts/conversation';
import { useWorkspace } from '../layout/workspace-context';
import type { Answers } from '../trpc/client';
import { Card } from '../ui/card';
import { behindLink } from './behind-link';
import type { HomeTime } from './home-period';

type Concern = Answers['analytics']['overview']['concerns'][number];

const icons = { ended: TriangleAlert, outcome: CircleX, tool: Wrench, provider: PlugZap } as const;
const capabilities = ['language-model', 'text-to-speech', 'speech-to-text'] as const;
const categories = [
  'authentication',
  'quota',
  'rate-limit',
  'connectivity',
  'timeout',
  'invalid-request',
  'unsupported',
  'bad-answer',
  'overloaded',
  'internal',
] as const;
/** What is mended where keys are kept. */
const mendedByKeys: ReadonlySet<string> = new Set(['authentication', 'quota']);

/** What went wrong and does not mend itself; each leads to where one can see why. */
export function Concerns({ concerns, time }: { readonly concerns: readonly Concern[]; readonly time: HomeTime }) {
  const t = useTranslations('home.concerns');
  const { href, may } = useWorkspace();
  const pathOf = (concern: Concern) => {
    if (concern.kind === 'provider' && mendedByKeys.has(concern.name) && may('credentials:read')) return '/settings/providers';
    return behindLink(time, concern.behind);
  };
  return (
    <Card className="grid min-w-0 grid-cols-1 content-start gap-3 p-4 sm:p-5">
      <h2 className="font-serif text-xl font-medium">{t('title')}</h2>
      {concerns.length === 0 ? (
        <p className="flex items-center gap-2 text-sm text-ink-soft">
          <CircleCheck className="size-4 shrink-0 text-good" aria-hidden />
          {t('none')}
        </p>
      ) : (
        <ul className="-mx-2 grid">
          {concerns.map((concern) => {
            const Icon = icons[concern.kind];
            return (
              <li key={`${concern.kind} ${concern.name} ${concern.detail ?? ''}`}>
                <Link href={href(pathOf(concern))} className="group flex items-center gap-3 rounded-md px-2 py-2 text-sm transition-colors hover:bg-sunken">
                  <Icon className="size-4 shrink-0 text-danger" aria-hidden />
                  <span className="min-w-0 flex-1 text-pretty">
                    <ConcernText concern={concern} />
                  </span>
                  <ArrowRight className="size-4 shrink-0 text-ink-faint transition-transform group-hover:translate-x-0.5" aria-hidden />
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}

function ConcernText({ concern }: { readonly concern: Concern }) {
  const t = useTranslations('home.concerns');
  const conversations = useTranslations('conversations');
  const analytics = useTranslations('analytics');
  const { count, name } = concern;
  switch (concern.kind) {
    case 'ended': {
      const reason = endReasons.find((known) => known === name) ?? 'other';
      return t('ended', { count, reason: conversations(`endReasons.${reason}`) });
    }
    case 'outcome':
      return t('outcome', { count });
    case 'tool':
      return t('tool', { count, name });
    case 'provider': {
      const capability = capabilities.find((known) => known === concern.detail);
      const category = categories.find((known) => known === name);
      return t('provider', {
        count,
        capability: capability === undefined ? (concern.detail ?? '') : analytics(`words.${capability}`),
        why: category === undefined ? name : t(`categories.${category}`),
      });
    }
  }
}
