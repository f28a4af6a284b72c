import { createSingleUseToken, singleUseTokenKinds } from '../../domain/single-use-tokens/create-single-use-token';
import { AppError } from '../../lib/app-error';
import { type Route, route } from '../route';
import type { RouteDeps } from '../routes';

export function singleUseTokenRoutes(_: RouteDeps): readonly Route[] {
  return [
    route('POST /v1/single-use-token/{token_type}', { permission: 'conversations:start' }, async ({ scope, params }) => {
      const kind = singleUseTokenKinds.find((known) => known === params.token_type);
      if (kind === undefined) throw new AppError('invalid_input', `A token is one of ${singleUseTokenKinds.join(', ')}.`, { path: ['token_type'] });
      return { token: await createSingleUseToken(scope, kind) };
    }),
  ];
}
