import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly title: string;
  readonly description: string;
  readonly action?: ReactNode;
  readonly picture?: ReactNode;
}

/** What stands where there is nothing yet: says what belongs here and starts the task. */
export function EmptyState({ title, description, action, picture }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-3 rounded-lg border border-dashed border-edge/50 px-6 py-14 text-center">
      {picture === undefined ? null : <div className="mb-1 text-ink-faint [&_svg]:size-8">{picture}</div>}
      <h2 className="font-serif text-xl font-medium">{title}</h2>
      <p className="max-w-md text-sm text-ink-soft text-pretty">{description}</p>
      {action === undefined ? null : <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
