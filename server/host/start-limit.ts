import { AppError } from '../lib/app-error';
import { RequestLimit } from '../lib/request-limit';

/** How many conversations callers from outside may begin with an agent within a minute, all together and from one address. */
export class StartLimit {
  readonly #perAgent: RequestLimit;
  readonly #perAddress: RequestLimit;

  constructor({ perMinute }: { readonly perMinute: number }) {
    this.#perAgent = new RequestLimit({ perMinute });
    this.#perAddress = new RequestLimit({ perMinute: Math.ceil(perMinute / 4) });
  }

  /** Throws `conversation_limit`. Who is refused for its address takes no place of others. */
  count({ agentId, ip }: { readonly agentId: string; readonly ip?: string | undefined }, nowMs?: number): void {
    const ofAddress = ip === undefined ? undefined : this.#perAddress.count(`${agentId} ${ip}`, nowMs);
    const exceeded = ofAddress?.isExceeded === true ? ofAddress : this.#perAgent.count(agentId, nowMs);
    if (exceeded.isExceeded)
      throw new AppError('conversation_limit', `Too many conversations were begun with this agent. Try again in ${exceeded.resetSeconds} seconds.`);
  }
}
