import { systemClock } from '../lib/clock';
import { delay } from '../lib/wait';
import { recognitionIsLoading, warmUpRecognition } from '../providers/embedded/speech-to-text';
import { speechIsLoading, warmUpSpeech } from '../providers/embedded/text-to-speech';

const longestMs = 30_000;
const lookEveryMs = 100;

/** Loads this machine's best ear and voice, as a running server has them loaded; gives up waiting after half a minute, and the next best begin. */
export async function loadLocalEngines(language: string): Promise<void> {
  warmUpRecognition(language);
  warmUpSpeech();
  const deadline = systemClock.nowMs() + longestMs;
  while (systemClock.nowMs() < deadline && (recognitionIsLoading(language) || (await speechIsLoading(language)))) await delay(systemClock, lookEveryMs);
}
