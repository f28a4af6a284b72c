import { serveWorker, Transferred } from '../../../lib/serve-worker';
import { readWav } from '../text/read-wav';
import { runFlite } from './run-flite';

export interface FliteRequest {
  readonly text: string;
  readonly voice: string;
  readonly speed: number;
}

serveWorker({
  synthesise({ text, voice, speed }: FliteRequest) {
    // The space in front keeps a text that begins with a dash from being read as an option.
    const { files } = runFlite(['-voice', voice, '--setf', `duration_stretch=${(1 / speed).toFixed(3)}`, '-t', ` ${text} `, '-o', 'speech.wav']);
    const wav = files.get('speech.wav');
    const { pcm } = wav === undefined ? { pcm: new Int16Array(0) } : readWav(wav);
    return new Transferred(pcm, [pcm.buffer]);
  },
});
