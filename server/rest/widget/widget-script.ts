const vendorHosts = ['api.elevenlabs.io', 'api.us.elevenlabs.io', 'api.eu.residency.elevenlabs.io', 'api.in.residency.elevenlabs.io'];

/**
 * The official embed with this server in the place of its makers' hosts, licence and notice kept. It has no setting for a host, and a page must
 * be able to move by changing the address of its script alone. `origin`: where this server is for the visitor's browser.
 */
export function widgetScript(bundle: string, licence: string, origin: string): string {
  const socketOrigin = origin.replace(/^http/u, 'ws');
  const replacements: readonly (readonly [string, string])[] = [
    ...vendorHosts.flatMap((host) => [[`wss://${host}`, socketOrigin] as const, [`https://${host}`, origin] as const]),
    ['wss://livekit.rtc.elevenlabs.io', socketOrigin],
    // It makes an https address of a secure socket's alone.
    ['.replace(/^wss:\\/\\//,"https://")', '.replace(/^ws/,"http")'],
    // Nothing of a visitor is told to hosts that their page does not name.
    ['@import"https://fonts.googleapis.com/css2?family=Inter:wght@400,500&display=swap";', ''],
    ['https://storage.googleapis.com/eleven-public-cdn/images/perlin-noise.png', `${origin}/widget/noise.png`],
    ['https://storage.googleapis.com/eleven-public-cdn/images/flags/circle-flags/', `${origin}/widget/languages/`],
  ];
  const script = [...replacements, ...anyLanguage].reduce((text, [theirs, ours]) => text.replaceAll(theirs, ours), bundle);
  return `/*!\n@elevenlabs/convai-widget-embed, changed: hosts of this server, no fonts or images from elsewhere.\n\n${licence.trim()}\n*/\n${script}`;
}

/** It knows some thirty languages by name, fails for an agent of any other (`pt-BR`, Hebrew, Thai), and does not offer it. A browser knows them all. */
const anyLanguage: readonly (readonly [string, string])[] = [
  [
    'function xa(t){return Object.keys(Xi).includes(t??"")}',
    'function xa(t){if(!t)return!1;if(Xi[t])return!0;try{Xi[t]={name:new Intl.DisplayNames([t],{type:"language"}).of(t),flagCode:t.slice(0,2).toLowerCase(),languageCode:t};return!0}catch{return!1}}',
  ],
  [':Xi[e.value.language]', ':xa(e.value.language)?Xi[e.value.language]:{name:e.value.language,flagCode:"en",languageCode:e.value.language}'],
];

/** Hosts of its makers that a script still names as an address to call. */
export function vendorHostsIn(script: string): string[] {
  return [...new Set(script.match(/(?:https|wss):\/\/(?:[\w-]+\.)*(?:api|rtc|residency)\.(?:[\w-]+\.)*elevenlabs\.io/gu) ?? [])];
}
