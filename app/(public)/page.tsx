import { redirect } from 'next/navigation';
import { api } from '../server-api';
import { getSession } from '@/server/auth/session';

/** To the first workspace, or to sign in. */
export default async function StartPage() {
  if ((await getSession()) === null) redirect('/sign-in');
  const [first] = await (await api()).workspaces.mine();
  redirect(first === undefined ? '/welcome' : `/w/${first.slug}`);
}
