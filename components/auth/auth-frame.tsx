import type { ReactNode } from 'react';
import { Wordmark } from '../layout/wordmark';

/** The two-sided page of sign-in and invitation: the house on the left, the form on the right. */
export function AuthFrame({ title, lead, children }: { readonly title: string; readonly lead: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <aside aria-hidden className="relative hidden overflow-hidden bg-sunken lg:block">
        <Arcs />
      </aside>
      <main className="mx-auto flex w-full max-w-md flex-col justify-center gap-7 px-6 py-12">
        <Wordmark className="text-xl" />
        <div className="grid gap-1.5">
          <h1 className="font-serif text-3xl font-medium">{title}</h1>
          <div className="text-base text-ink-soft text-pretty">{lead}</div>
        </div>
        {children}
      </main>
    </div>
  );
}

function Arcs() {
  const radii = Array.from({ length: 15 }, (_, index) => 40 + index * 30);
  return (
    <svg aria-hidden viewBox="0 0 500 900" preserveAspectRatio="xMidYMid slice" className="absolute inset-0 size-full" fill="none" strokeWidth="2">
      {radii.map((radius, index) => (
        <circle key={`p${radius}`} cx="60" cy="330" r={radius} className="stroke-participant" opacity={0.75 - index * 0.045} />
      ))}
      {radii.map((radius, index) => (
        <circle key={`a${radius}`} cx="440" cy="590" r={radius} className="stroke-agent" opacity={0.75 - index * 0.045} />
      ))}
      <circle cx="60" cy="330" r="9" className="fill-participant" />
      <circle cx="440" cy="590" r="9" className="fill-agent" />
    </svg>
  );
}
