'use client';

import Link from 'next/link';
import { type ComponentProps, useState } from 'react';

/** A link whose page is fetched whole, data included, as soon as somebody points at it: the click then shows it at once. */
export function IntentLink(props: ComponentProps<typeof Link>) {
  const [isIntended, setIsIntended] = useState(false);
  const intend = () => setIsIntended(true);
  return <Link {...props} prefetch={isIntended ? true : 'auto'} onPointerEnter={intend} onFocus={intend} />;
}
