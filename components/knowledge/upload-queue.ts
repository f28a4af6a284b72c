import { knowledgeLimits } from '@/server/contracts/knowledge';

export type UploadState = 'waiting' | 'sending' | 'reading' | 'done' | 'failed';

export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly sizeBytes: number;
  readonly state: UploadState;
  /** Of the sending, 0 to 1. */
  readonly progress: number;
  /** Why it failed: the server's words, or `too_large`, which never left this browser. */
  readonly problem: string | undefined;
  readonly documentId: string | undefined;
}

export interface Parcel {
  readonly file: File;
  readonly folderId: string | null;
}

/** Carries one file over: tells how far it is, gives the new document's id. */
export type SendFile = (parcel: Parcel, onProgress: (progress: number) => void, signal: AbortSignal) => Promise<string>;

interface Entry {
  upload: Upload;
  readonly parcel: Parcel;
  readonly abort: AbortController;
}

const atOnce = 2;

/** Files on their way into the knowledge base, a few at a time. */
export class UploadQueue {
  private entries: readonly Entry[] = [];
  private shown: readonly Upload[] = [];
  private nextId = 1;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly send: SendFile,
    private readonly onDone: () => void,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly snapshot = (): readonly Upload[] => this.shown;

  add(files: readonly File[], folderId: string | null): void {
    const added = files.map((file): Entry => {
      const isTooLarge = file.size > knowledgeLimits.fileBytes;
      return {
        parcel: { file, folderId },
        abort: new AbortController(),
        upload: {
          id: this.nextId++,
          name: file.name,
          sizeBytes: file.size,
          state: isTooLarge ? 'failed' : 'waiting',
          progress: 0,
          problem: isTooLarge ? 'too_large' : undefined,
          documentId: undefined,
        },
      };
    });
    this.set([...this.entries, ...added]);
    this.next();
  }

  /** Stops it where it is, or takes a finished one off the list. */
  remove(id: number): void {
    this.entries.find(({ upload }) => upload.id === id)?.abort.abort();
    this.set(this.entries.filter(({ upload }) => upload.id !== id));
    this.next();
  }

  retry(id: number): void {
    const entry = this.entries.find(({ upload }) => upload.id === id);
    if (entry === undefined || entry.upload.state !== 'failed') return;
    this.set(this.entries.filter((other) => other !== entry));
    this.add([entry.parcel.file], entry.parcel.folderId);
  }

  clearFinished(): void {
    this.set(this.entries.filter(({ upload }) => upload.state !== 'done'));
  }

  private next(): void {
    const underWay = this.entries.filter(({ upload }) => upload.state === 'sending' || upload.state === 'reading').length;
    for (const entry of this.entries.filter(({ upload }) => upload.state === 'waiting').slice(0, Math.max(0, atOnce - underWay))) void this.carry(entry);
  }

  private async carry(entry: Entry): Promise<void> {
    this.change(entry, { state: 'sending' });
    try {
      const documentId = await this.send(
        entry.parcel,
        (progress) => this.change(entry, { progress, state: progress >= 1 ? 'reading' : 'sending' }),
        entry.abort.signal,
      );
      this.change(entry, { state: 'done', progress: 1, documentId });
      this.onDone();
    } catch (error) {
      this.change(entry, { state: 'failed', problem: error instanceof Error ? error.message : String(error) });
    }
    this.next();
  }

  private change(entry: Entry, change: Partial<Upload>): void {
    if (!this.entries.includes(entry)) return;
    entry.upload = { ...entry.upload, ...change };
    this.set(this.entries);
  }

  private set(entries: readonly Entry[]): void {
    this.entries = entries;
    this.shown = entries.map(({ upload }) => upload);
    for (const listener of this.listeners) listener();
  }
}
