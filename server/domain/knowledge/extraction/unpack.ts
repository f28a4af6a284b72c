import { unzipSync } from 'fflate';
import { UnreadableDocument } from './document-text';

const mostUnpacked = 200 * 1024 * 1024;

/** The wanted files of an archive. One that would unpack into more than memory allows is refused before anything is unpacked. */
export function unpack(bytes: Uint8Array, isWanted: (name: string) => boolean = () => true): Record<string, Uint8Array> {
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (!isWanted(name)) return false;
        total += originalSize;
        if (total > mostUnpacked) throw new UnreadableDocument('too-long', 'The file unpacks into more than can be read.');
        return true;
      },
    });
  } catch (thrown) {
    if (thrown instanceof UnreadableDocument) throw thrown;
    throw new UnreadableDocument('damaged', 'The file is damaged: its archive cannot be opened.');
  }
}
