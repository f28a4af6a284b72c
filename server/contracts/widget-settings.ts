import { z } from 'zod';

/**
 * How the widget looks, behaves and speaks: `platform_settings.widget` of the public API. Nothing here has a default, so a document holds what
 * somebody set and no more; `widget-config.ts` fills in the rest. Empty text means the same as no text.
 */

export const widgetVariants = ['tiny', 'compact', 'full'] as const;
export type WidgetVariant = (typeof widgetVariants)[number];

export const widgetPlacements = ['top-left', 'top', 'top-right', 'bottom-left', 'bottom', 'bottom-right'] as const;
export type WidgetPlacement = (typeof widgetPlacements)[number];

const cssColour = /^(?:#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]{3,30}|(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\([\w\s.,%/+-]{1,80}\))$/iu;

/** Goes into a style sheet on pages of others, so it can be nothing but a colour. */
export const widgetColourSchema = z
  .string()
  .max(120)
  .refine((text) => text === '' || cssColour.test(text.trim()), { error: 'Not a colour: write one as CSS does, such as #0b5d57.' })
  .nullish();

const webAddress = z
  .string()
  .max(2_000)
  .refine((text) => text === '' || isWebAddress(text), { error: 'Not an address: it begins with https:// or http://.' })
  .nullish();

/** An address that can be followed or shown without running anything. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//iu.test(text.trim()) && URL.canParse(text.trim());
}

const isOn = z.boolean().nullish();
const words = z.string().max(1_000).nullish();
const radius = z.number().min(0).max(200).nullish();

const avatarSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('orb'), color_1: widgetColourSchema, color_2: widgetColourSchema }),
  z.looseObject({ type: z.literal('url'), customUrl: webAddress }),
  z.looseObject({ type: z.literal('image'), url: webAddress }),
]);

export const widgetStyleColours = [
  'base',
  'baseHover',
  'baseActive',
  'baseBorder',
  'baseSubtle',
  'basePrimary',
  'baseError',
  'accent',
  'accentHover',
  'accentActive',
  'accentBorder',
  'accentSubtle',
  'accentPrimary',
] as const;
export type WidgetStyleColour = (typeof widgetStyleColours)[number];

export const widgetStyleRadii = ['buttonRadius', 'inputRadius', 'bubbleRadius', 'sheetRadius', 'compactSheetRadius', 'dropdownSheetRadius'] as const;
export type WidgetStyleRadius = (typeof widgetStyleRadii)[number];

const stylesSchema = z.looseObject({
  ...(Object.fromEntries(widgetStyleColours.map((name) => [name, widgetColourSchema])) as Record<WidgetStyleColour, typeof widgetColourSchema>),
  ...(Object.fromEntries(widgetStyleRadii.map((name) => [name, radius])) as Record<WidgetStyleRadius, typeof radius>),
  overlayPadding: radius,
});

/** The words of the element that this server hands out; the public API has some more, which are kept. */
export const widgetTextNames = [
  'mainLabel',
  'startCall',
  'startChat',
  'newCall',
  'endCall',
  'sendMessage',
  'muteMicrophone',
  'changeLanguage',
  'expand',
  'collapse',
  'listeningStatus',
  'speakingStatus',
  'connectingStatus',
  'chattingStatus',
  'inputLabel',
  'inputPlaceholder',
  'inputPlaceholderTextOnly',
  'inputPlaceholderNewConversation',
  'acceptTerms',
  'dismissTerms',
  'userEndedConversation',
  'agentEndedConversation',
  'errorOccurred',
  'conversationId',
  'copyId',
  'copied',
  'initiateFeedback',
  'requestFollowUpFeedback',
  'followUpFeedbackPlaceholder',
  'submit',
  'thanksForFeedback',
  'thanksForFeedbackDetails',
  'goBack',
  'copy',
  'download',
  'wrap',
] as const;
export type WidgetTextName = (typeof widgetTextNames)[number];

const textContentsSchema = z.looseObject(Object.fromEntries(widgetTextNames.map((name) => [name, words])) as Record<WidgetTextName, typeof words>);

const terms = {
  termsText: z.string().max(50_000).nullish(),
  termsHtml: z.string().max(200_000).nullish(),
  /** Under which the visitor's browser remembers that they agreed. */
  termsKey: z.string().max(200).nullish(),
};

export const widgetSettingsSchema = z
  .looseObject({
    variant: z.enum([...widgetVariants, 'expandable']).nullish(),
    placement: z.enum(widgetPlacements).nullish(),
    expandable: z.enum(['never', 'mobile', 'desktop', 'always']).nullish(),
    avatar: avatarSchema.nullish(),
    feedbackMode: z.enum(['none', 'during', 'end']).nullish(),
    endFeedback: z.looseObject({ type: z.literal('rating').nullish() }).nullish(),
    styles: stylesSchema.nullish(),
    textContents: textContentsSchema.nullish(),
    ...terms,
    micMutingEnabled: isOn,
    transcriptEnabled: isOn,
    textInputEnabled: isOn,
    defaultExpanded: isOn,
    alwaysExpanded: isOn,
    languageSelector: isOn,
    disableBanner: isOn,
    overrideLink: webAddress,
    languagePresets: z.record(z.string(), z.looseObject({ textContents: textContentsSchema.nullish(), ...terms })).nullish(),
  })
  .prefault({});
export type WidgetSettings = z.output<typeof widgetSettingsSchema>;
