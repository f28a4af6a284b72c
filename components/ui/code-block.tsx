import { CopyButton } from './copy-button';

export function CodeBlock({ code, label }: { readonly code: string; readonly label?: string }) {
  return (
    <div className="flex items-center gap-3 rounded-md border bg-sunken p-2 pl-3">
      <pre className="min-w-0 flex-1 overflow-x-auto whitespace-pre-wrap break-all font-mono text-xs">{code}</pre>
      <CopyButton text={code} {...(label === undefined ? {} : { label })} />
    </div>
  );
}
