'use client';

import { type ComponentProps, type KeyboardEvent, useId, useRef, useState } from 'react';
import { cn } from '../ui/cn';
import { Textarea } from '../ui/textarea';
import { segmentsOf, variableAt } from './prompt-text';

export interface TemplateTextareaProps extends Omit<ComponentProps<'textarea'>, 'value' | 'onChange'> {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  /** Variables that have a value; others are marked. */
  readonly known: readonly string[];
  /** Offered while a variable is being written. */
  readonly offered: readonly string[];
  readonly offerLabel: string;
}

const mostOffers = 8;

/** A text in which variables are seen, and offered once two braces are open. */
export function TemplateTextarea({ value, onValueChange, known, offered, offerLabel, className, ref: _, ...props }: TemplateTextareaProps) {
  const listId = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const marks = useRef<HTMLDivElement>(null);
  const [writing, setWriting] = useState<ReturnType<typeof variableAt>>(null);
  const [chosen, setChosen] = useState(0);
  const offers = writing === null ? [] : offered.filter((name) => name.includes(writing.typed.toLowerCase()) && name !== writing.typed).slice(0, mostOffers);
  const isOffering = offers.length > 0;

  const look = () => {
    const { current } = box;
    if (current === null) return;
    const at = current.selectionStart === current.selectionEnd ? variableAt(current.value, current.selectionStart) : null;
    setWriting(at);
    setChosen(0);
  };
  const take = (name: string) => {
    const { current } = box;
    if (current === null || writing === null) return;
    const rest = current.value.slice(current.selectionStart).replace(/^[\w.]*\s*(?:\}\})?/u, '');
    const written = `{{${name}}}`;
    onValueChange(current.value.slice(0, writing.start) + written + rest);
    setWriting(null);
    const caret = writing.start + written.length;
    requestAnimationFrame(() => {
      current.focus();
      current.setSelectionRange(caret, caret);
    });
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!isOffering) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const name = offers[chosen];
    if (step !== 0) setChosen((chosen + step + offers.length) % offers.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && name !== undefined) take(name);
    else if (event.key === 'Escape') setWriting(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="grid gap-1">
      <div className="relative">
        <div
          ref={marks}
          aria-hidden
          className={cn(
            'pointer-events-none absolute inset-0 overflow-hidden rounded-md border border-transparent bg-surface px-3 py-2 text-sm leading-relaxed break-words whitespace-pre-wrap text-transparent',
            className,
          )}
        >
          {segmentsOf(value).map(({ text, variable }, index) =>
            variable === undefined ? (
              text
            ) : (
              <mark
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
                key={index}
                className={cn('rounded-sm text-transparent', known.includes(variable) ? 'bg-accent-soft' : 'bg-warn-soft outline-1 outline-warn')}
              >
                {text}
              </mark>
            ),
          )}
          {'\n'}
        </div>
        <Textarea
          ref={box}
          value={value}
          className={cn('relative block bg-transparent', className)}
          onChange={(event) => {
            onValueChange(event.target.value);
            look();
          }}
          onSelect={look}
          onKeyDown={press}
          onBlur={() => setWriting(null)}
          onScroll={(event) => {
            if (marks.current !== null) marks.current.scrollTop = event.currentTarget.scrollTop;
          }}
          aria-autocomplete="list"
          aria-controls={isOffering ? listId : undefined}
          aria-activedescendant={isOffering ? `${listId}-${chosen}` : undefined}
          {...props}
        />
      </div>
      {isOffering ? (
        <div id={listId} role="listbox" aria-label={offerLabel} className="grid rounded-md border bg-raised p-1 shadow-high">
          {offers.map((name, index) => (
            <div
              key={name}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              // Before the text loses the focus.
              onMouseDown={(event) => {
                event.preventDefault();
                take(name);
              }}
              className="cursor-pointer rounded-sm px-2.5 py-1.5 font-mono text-xs aria-selected:bg-accent-soft aria-selected:text-accent-ink"
            >
              {name}
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
