import { expect, it } from 'vitest';
import { ipaOf } from './ipa';

it.each([
  ['HH AH0 L OW1', 'həlˈoʊ'],
  ['W ER1 L D', 'wˈɜːld'],
  ['AH0 B AW1 T', 'ɐbˈaʊt'],
  ['R EH2 Z ER0 V EY1 SH AH0 N', 'ɹˌɛzɚvˈeɪʃən'],
  ['TH ER1 T IY0', 'θˈɜːɾi'],
  ['P AA1 R T IY0', 'pˈɑːɹɾi'],
  ['B AH1 T AH0 N', 'bˈʌʔn̩'],
  ['HH IY1 R', 'hˈɪɹ'],
  ['EH1 V ER0 IY0', 'ˈɛvɚɹi'],
  ['W AO1 N T AH0 D', 'wˈɔːntᵻd'],
])('writes %s as %s', (arpabet, ipa) => {
  expect(ipaOf(arpabet)).toBe(ipa);
});

it('keeps the t that begins a stressed syllable', () => {
  expect(ipaOf('AH0 T EH1 N D')).toBe('ɐtˈɛnd');
});
