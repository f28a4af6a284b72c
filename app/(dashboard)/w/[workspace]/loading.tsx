import { Skeleton } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <div className="mx-auto grid w-full max-w-[90rem] gap-6 px-4 py-6 sm:px-8 sm:py-8">
      <Skeleton className="h-8 w-56" />
      <div className="grid gap-2">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
          <Skeleton key={row} className="h-11" />
        ))}
      </div>
    </div>
  );
}
