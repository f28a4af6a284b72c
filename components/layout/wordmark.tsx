import { cn } from '../ui/cn';

/** Two voices facing each other, and the name. */
export function Wordmark({ className, isMarkOnly = false }: { readonly className?: string; readonly isMarkOnly?: boolean }) {
  return (
    <span className={cn('inline-flex items-center gap-2 font-serif font-semibold text-ink', className)}>
      <svg viewBox="0 0 28 20" aria-hidden fill="none" strokeWidth="2.4" strokeLinecap="round" className="h-[0.95em] w-auto">
        <circle cx="2.6" cy="10" r="1.9" className="fill-participant" />
        <path d="M6.6 5.4a7 7 0 0 1 0 9.2M10 2.2a11.6 11.6 0 0 1 0 15.6" className="stroke-participant" />
        <circle cx="25.4" cy="10" r="1.9" className="fill-agent" />
        <path d="M21.4 5.4a7 7 0 0 0 0 9.2M18 2.2a11.6 11.6 0 0 0 0 15.6" className="stroke-agent" />
      </svg>
      {isMarkOnly ? <span className="sr-only">Parley</span> : 'Parley'}
    </span>
  );
}
