import { forgetWhatRanOut } from '../../auth/scope';
import { tidyUp } from '../definitions';
import { handleInHouse } from '../handler';

export const tidyUpHandler = handleInHouse(tidyUp, async ({ db, log }) => {
  const forgotten = await forgetWhatRanOut(db, new Date());
  log.debug(forgotten, 'took away what had run out');
});
