import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AppError } from '../../lib/app-error';
import { checkKey } from './keys';
import type { Storage } from './storage';

export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint?: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly forcePathStyle: boolean;
}

/** Objects of one bucket of an S3-compatible service. */
export function openS3Storage(settings: S3Settings): Storage {
  const { bucket: Bucket } = settings;
  const client = new S3Client({
    region: settings.region,
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    forcePathStyle: settings.forcePathStyle,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    // Services other than Amazon's may store the checksum trailers of a streamed upload as if they were content.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });

  return {
    async put(key, content, options) {
      const common = { Bucket, Key: checkKey(key), ...(options?.contentType === undefined ? {} : { ContentType: options.contentType }) };
      if (Buffer.isBuffer(content)) {
        await client.send(new PutObjectCommand({ ...common, Body: content }));
        return;
      }
      await spooled(content, async (file, size) => {
        await client.send(new PutObjectCommand({ ...common, Body: createReadStream(file), ContentLength: size }));
      });
    },

    async get(key, range) {
      const Range = range === undefined ? undefined : `bytes=${range.start}-${range.end ?? ''}`;
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: checkKey(key), ...(Range === undefined ? {} : { Range }) }));
        if (Body === undefined) throw new AppError('not_found', `There is no file ${key}.`);
        return Body as Readable; // in Node the SDK's body is a Readable
      } catch (thrown) {
        if (thrown instanceof NoSuchKey) throw new AppError('not_found', `There is no file ${key}.`, { cause: thrown });
        throw thrown;
      }
    },

    async stat(key) {
      try {
        const { ContentLength = 0, LastModified = new Date(0) } = await client.send(new HeadObjectCommand({ Bucket, Key: checkKey(key) }));
        return { key, size: ContentLength, modifiedAt: LastModified };
      } catch (thrown) {
        if (thrown instanceof NotFound || thrown instanceof NoSuchKey) return null;
        throw thrown;
      }
    },

    async delete(key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: checkKey(key) }));
    },

    async *list(prefix) {
      let ContinuationToken: string | undefined;
      do {
        const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, ...(ContinuationToken === undefined ? {} : { ContinuationToken }) }));
        for (const { Key, Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
          if (Key !== undefined) yield { key: Key, size: Size, modifiedAt: LastModified };
        }
        ContinuationToken = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      } while (ContinuationToken !== undefined);
    },
  };
}

/** One upload must know its length beforehand; a stream tells it only at its end, so it passes over the disk. */
async function spooled(content: Readable, upload: (file: string, size: number) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-upload-'));
  try {
    const file = path.join(folder, 'content');
    await pipeline(content, createWriteStream(file, { mode: 0o600 }));
    await upload(file, (await stat(file)).size);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
