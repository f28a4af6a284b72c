import { Notice } from '../ui/notice';

/** Above a list: why something in it that had changed at once is as it was before. */
export function Refused({ why }: { readonly why: string | undefined }) {
  return why === undefined ? null : <Notice tone="danger">{why}</Notice>;
}
