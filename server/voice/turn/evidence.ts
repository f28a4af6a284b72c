import type { OverlapPolicyName } from '../../contracts/agent-config';

/** What the agent has just asked for, as far as it changes how people pause while they answer. */
export type Expectation = 'digits' | 'email' | 'spelling' | 'name' | 'address' | 'date' | 'yes-no' | 'open';

/** What a judge of sound or words says about the end of a turn. */
export interface EndScore {
  readonly probability: number;
  /** `sound`: the words are weighed beside it. */
  readonly hears: 'sound' | 'words';
}

/** What the sound of speech over the agent is like, apart from its words. Likelihoods are 0 to 1. */
export interface OverlapSound {
  /** It is what the agent itself is saying, come back through the participant's microphone. */
  readonly echo: number;
  /** It is a hum: short or flat, low, without articulation. */
  readonly hum: number;
  /** It is no voice: a cough, a knock, a hiss. */
  readonly noise: number;
  /** How much quieter it is than this participant's own speech, in dB; null while that is not known. */
  readonly belowUsualDb: number | null;
  /** Too little of this stretch of speech was heard to say more than whether it is an echo. */
  readonly isEarly?: boolean;
}

/** What one response, or the rest of a conversation, can be set to. */
export type OverlapChoice = OverlapPolicyName | 'protected';
