/** Short messages between the voice processes of one installation. None is kept: who was not there has not heard it. */
export interface Notices {
  /** Tells the other processes; this one has done already what it tells. `body` is JSON of at most some thousand bytes. */
  tell(kind: string, body: object): void;
  /** `from`: the process that tells; null: the database, which tells this process too. */
  on(kind: string, heard: (body: unknown, from: string | null) => void): void;
  /** Another process is there that may not know what was told before. */
  onCame(heard: () => void): void;
  /** A process has stopped, or has been silent for long. */
  onGone(heard: (process: string) => void): void;
  /** Something may have been told that was not heard. */
  onMissed(heard: () => void): void;
}
