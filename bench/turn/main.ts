// When a turn is over: every installed detector over the same recorded ends and pauses. See `method` below.
import path from 'node:path';
import { printTable } from '../lib/figures';
import { type RecordedLanguage, recordedLanguages } from '../lib/recordings';
import { pauseCases } from './cases';
import { detectorsFor } from './detectors';
import { cutOffAtLatency, latencyAtCutOff, ranking, workingAt } from './measure';

const option = (name: string): string | undefined => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const count = Number(option('--recordings')) || 30;
const modelsDir = option('--models') ?? process.env['MODELS_DIR'] ?? path.join(process.env['DATA_DIR'] ?? '.data', 'models');

const method = `method: up to ${count} sentences a language read by four people (asterisk-core-sounds en, es, fr, it), trimmed to their speech; each gives its end and up to two places
inside it, the longest gaps between words, where the speaker could have paused. Pauses there last as long as the public eot-bench reports through its silence timer (55.6 % over 300 ms, 21.7 % over 600,
5 % over 1600). Words are the known text up to that place, by letters, without punctuation. A detector answers with the silence it wants; making all silences of the policy longer trades cut-offs for latency.
cut off @300/@600: share of pauses taken for ends where the mean silence before true ends is that. latency @5 %/@10 %: that mean where so many pauses are cut off. default: at the default setting, and plain silence's cut-offs at the same latency.
peers on eot-bench (other recordings, real conversations, English): LiveKit v1 9.9 % / 4.5 % / 543 / 295 ms, smart-turn 3.2 35.2 % / 14.8 % / 1051 ms, silence 55.6 % / 21.7 % / 1600 ms.`;

const groups: readonly (readonly RecordedLanguage[])[] = process.argv.includes('--each')
  ? recordedLanguages.map((language) => [language])
  : [recordedLanguages];
for (const languages of groups) {
  const cases = languages.flatMap((language) => pauseCases(language, count));
  if (cases.length === 0) {
    console.log(`\n${languages.join(', ')}: no recordings (apt-get install asterisk-core-sounds-${languages.join('-g722 asterisk-core-sounds-')}-g722)`);
    continue;
  }
  const detectors = await detectorsFor(cases, modelsDir);
  const [silence] = detectors;
  console.log(`\n${languages.join(', ')}: ${cases.filter(({ isEnd }) => isEnd).length} ends, ${cases.filter(({ isEnd }) => !isEnd).length} pauses`);
  printTable([
    ['detector', 'cut off @300', '@600', 'latency @5 %', '@10 %', 'default', 'silence at that latency', 'ranked right'],
    ...detectors.map((detector) => {
      const { cutOff, latencyMs } = workingAt(detector, cases, 1);
      const rank = ranking(detector, cases);
      return [
        detector.name,
        percent(cutOffAtLatency(detector, cases, 300)),
        percent(cutOffAtLatency(detector, cases, 600)),
        `${Math.round(latencyAtCutOff(detector, cases, 0.05))} ms`,
        `${Math.round(latencyAtCutOff(detector, cases, 0.1))} ms`,
        `${percent(cutOff)} at ${Math.round(latencyMs)} ms`,
        silence === undefined ? '-' : percent(cutOffAtLatency(silence, cases, latencyMs)),
        rank === null ? '-' : percent(rank),
      ];
    }),
  ]);
}
console.log(`\n${method}`);
process.exit(0);

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
