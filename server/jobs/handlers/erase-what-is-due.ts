import { eraseWhatIsDue } from '../../domain/privacy/erase-what-is-due';
import { eraseWhatIsDueJob } from '../definitions';
import { handleInHouse } from '../handler';

export const eraseWhatIsDueHandler = handleInHouse(eraseWhatIsDueJob, async ({ db, services, log, signal }) => {
  const conversations = await eraseWhatIsDue(db, { storage: services.storage, signal, log });
  if (conversations > 0) log.info({ conversations }, 'erased what was kept until now');
});
