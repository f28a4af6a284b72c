import { measureWhatIsMissing } from '../../domain/analytics/measure-conversation';
import { measureConversations } from '../definitions';
import { handleInHouse } from '../handler';

export const measureConversationsHandler = handleInHouse(measureConversations, async ({ db, log, signal }) => {
  const conversations = await measureWhatIsMissing(db, { signal, log });
  if (conversations > 0) log.info({ conversations }, 'counted conversations for analytics');
});
