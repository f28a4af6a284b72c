import { cn } from './cn';

/** Initials of a person or thing. Its name stands beside it, so it is hidden from screen readers. */
export function Avatar({ name, className }: { readonly name: string; readonly className?: string }) {
  const words = name
    .trim()
    .split(/[\s@.]+/)
    .filter(Boolean);
  const initials = words.length > 1 ? `${first(words[0])}${first(words[1])}` : first(words[0]);
  return (
    <span
      aria-hidden
      className={cn(
        'inline-flex size-7 shrink-0 select-none items-center justify-center rounded-full bg-accent-soft text-2xs font-semibold text-accent-ink',
        className,
      )}
    >
      {initials.toUpperCase()}
    </span>
  );
}

function first(word: string | undefined): string {
  return [...(word ?? '?')][0] ?? '?';
}
