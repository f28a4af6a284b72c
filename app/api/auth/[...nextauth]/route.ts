export { handleAuth as GET, handleAuth as POST } from '@/server/auth/session';

export const dynamic = 'force-dynamic';
