/** Words that a speaker passes over, as they sound in a sentence; every other word keeps its stress. */
export const unstressed: Readonly<Record<string, string>> = {
  a: 'ɐ', an: 'ɐn', the: 'ðə', and: 'ænd', or: 'ɔːɹ', but: 'bʌt', if: 'ɪf', as: 'æz', than: 'ðɐn',
  of: 'ʌv', to: 'tə', in: 'ɪn', at: 'æt', on: 'ɔn', for: 'fɔːɹ', from: 'fɹʌm', with: 'wɪð', by: 'baɪ', into: 'ˌɪntʊ',
  i: 'aɪ', you: 'juː', he: 'hiː', she: 'ʃiː', it: 'ɪt', we: 'wiː', they: 'ðeɪ', me: 'miː', him: 'hɪm', us: 'ʌs', them: 'ðɛm',
  my: 'maɪ', your: 'jʊɹ', his: 'hɪz', her: 'hɜː', its: 'ɪts', our: 'ˌaʊɚ', their: 'ðɛɹ', that: 'ðæt', this: 'ðɪs', these: 'ðiːz', there: 'ðɛɹ',
  is: 'ɪz', am: 'æm', are: 'ɑːɹ', was: 'wʌz', were: 'wɜː', be: 'biː', been: 'bɪn', have: 'hæv', has: 'hɐz', had: 'hɐd', do: 'duː', does: 'dʌz',
  can: 'kæn', could: 'kʊd', will: 'wɪl', would: 'wʊd', should: 'ʃʊd', may: 'meɪ', "i'm": 'aɪm', "i'll": 'aɪl', "i've": 'aɪv', "i'd": 'aɪd',
  "it's": 'ɪts', "you're": 'jʊɹ', "we're": 'wɪɹ', "they're": 'ðɛɹ', "that's": 'ðæts', "we'll": 'wiːl', "you'll": 'juːl',
  how: 'hˌaʊ', what: 'wˌʌt', when: 'wˌɛn', where: 'wˌɛɹ', who: 'hˌuː', which: 'wˌɪtʃ',
}; // prettier-ignore
