const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Opening times and appointments are what most callers ask about. */
const onWeekdays = weekdays.flatMap((day) => [
  day,
  `on ${day}`,
  `open on ${day}`,
  `what time do you open on ${day}`,
  `when do you close on ${day}`,
  `are you open on ${day}`,
  `on ${day} morning`,
  `on ${day} at`,
  `for ${day}`,
  `next ${day}`,
]);

/** What callers say to anyone. SoundSwallower hears nothing but the phrases it was given; PocketSphinx hears these better. */
export const commonPhrases: Readonly<Record<'en' | 'fr', readonly string[]>> = {
  en: [
    'yes', 'no', 'yes please', 'no thank you', 'okay', 'hello', 'hi', 'thank you', 'thanks', 'goodbye', 'bye', 'that is all', 'stop', 'wait', 'help', 'i do not know',
    'can you repeat that', 'say that again please', 'can you speak slower', 'what can you do', 'how are you', 'who are you', 'what time is it', 'how much is it',
    'where are you', 'when do you open', 'when do you close', 'what are your opening hours', 'can i speak to a person', 'i need help', 'my name is', 'i would like to',
    'do you have', 'can i', 'i want', 'please', 'today', 'tomorrow', 'tonight', 'this morning', 'this evening', 'next week',
    ...onWeekdays, 'in the morning', 'in the afternoon', 'in the evening',
    'zero one two three four five six seven eight nine ten', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'twenty', 'thirty',
    'at seven', 'at eight', 'for two people', 'for four people', 'a table for two', 'i would like to book a table', 'can i book a table', 'do you take reservations',
    'how much is', 'how much does it cost', 'what is the price of', 'where is', 'how do i', 'how do i get there', 'what is the phone number', 'can you tell me', 'is there', 'are there any',
  ],
  fr: [
    'oui', 'non', 'merci', 'bonjour', 'au revoir', 'bonsoir', 'aide', 'stop', 'encore', 'plus lentement', 'demain', "aujourd'hui", 'ce soir',
    'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix',
  ],
}; // prettier-ignore
