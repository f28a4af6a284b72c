import { deliver, giveUpDelivery } from '../../domain/webhooks/deliver';
import { deliverWebhookJob } from '../definitions';
import { handleInWorkspace } from '../handler';

export const deliverWebhookHandler = handleInWorkspace(
  deliverWebhookJob,
  (scope, { deliveryId }, { services, signal }) => deliver(scope, deliveryId, services, signal),
  (scope, { deliveryId }, error) => giveUpDelivery(scope, deliveryId, error.message),
);
