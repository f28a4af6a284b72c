import path from 'node:path';
import { openFilesystemStorage } from './filesystem';
import { openS3Storage, type S3Settings } from './s3';
import type { Storage } from './storage';

/** S3 when it is configured, else `files` below the data folder. */
export function openStorage(settings: { readonly dataDir: string; readonly s3?: S3Settings }): Storage {
  return settings.s3 === undefined ? openFilesystemStorage(path.join(settings.dataDir, 'files')) : openS3Storage(settings.s3);
}
