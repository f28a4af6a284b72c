import { sweep } from './sweep';

export const speech = sweep({
  samples: {},
  others: [
    'GET /v1/convai/llm/list',
    'GET /v1/voices',
    'GET /v2/voices',
    'GET /v1/voices/settings/default',
    'GET /v1/voices/{voice_id}',
    'GET /v1/models',
    'GET /v1/user',
    'GET /v1/user/subscription',
  ],
});
