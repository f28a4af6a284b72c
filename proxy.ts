import { type NextRequest, NextResponse } from 'next/server';

/** Tells pages their own address, which server components cannot see: after signing in people come back to where they wanted to go. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set('x-parley-path', `${request.nextUrl.pathname}${request.nextUrl.search}`);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: '/w/:path*' };
