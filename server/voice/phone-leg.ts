/** A person or line that a call may be transferred to. */
export interface NumberTransfer {
  /** The address may hold `{{variables}}`. */
  readonly destination: { readonly kind: 'phone' | 'sip-uri'; readonly address: string };
  readonly kind: 'conference' | 'blind' | 'sip-refer';
  readonly condition: string;
  readonly sipHeaders: Readonly<Record<string, string>>;
  readonly postDialDigits: string;
}

/** What a transport can do when the participant is on a phone line. */
export interface PhoneLeg {
  /** Resolves once the other side took the call, or the carrier took it over; throws with the reason otherwise. */
  transfer(request: NumberTransfer & { readonly agentMessage: string }, signal: AbortSignal): Promise<void>;
  /** `w` and `W` are pauses of half a second and a second. */
  sendTones(tones: string, options: { readonly isOutOfBand: boolean }, signal: AbortSignal): Promise<void>;
}
