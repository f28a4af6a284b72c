import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

const looks = {
  info: { style: 'bg-accent-soft text-accent-ink', Icon: Info },
  warn: { style: 'bg-warn-soft text-warn', Icon: TriangleAlert },
  danger: { style: 'bg-danger-soft text-danger', Icon: CircleAlert },
} as const;

export interface NoticeProps {
  readonly tone?: keyof typeof looks;
  readonly title?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
  readonly children?: ReactNode;
}

export function Notice({ tone = 'info', title, action, className, children }: NoticeProps) {
  const { style, Icon } = looks[tone];
  return (
    <div role={tone === 'danger' ? 'alert' : 'status'} className={cn('flex items-start gap-2.5 rounded-md px-3 py-2.5 text-sm', style, className)}>
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
      <div className="grid min-w-0 flex-1 gap-0.5 text-pretty">
        {title === undefined ? null : <p className="font-medium">{title}</p>}
        {children === undefined ? null : <div>{children}</div>}
      </div>
      {action}
    </div>
  );
}
