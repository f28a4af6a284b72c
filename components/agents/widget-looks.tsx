'use client';

import { Check, RotateCcw, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import {
  type WidgetPlacement,
  type WidgetSettings,
  type WidgetStyleColour,
  type WidgetStyleRadius,
  widgetPlacements,
  widgetStyleColours,
  widgetVariants,
} from '@/server/contracts/widget-settings';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { Field } from '../ui/field';
import { Select } from '../ui/select';
import { ChoiceField } from './choice-field';
import { NumberField } from './number-field';
import { WidgetAddressField } from './widget-address-field';
import { WidgetColourField } from './widget-colour-field';
import { chosenColours, contrastOf, elementColours, leastContrast, readPairs, type WidgetColours, withColour } from './widget-colours';
import { type Palette, palettes } from './widget-palettes';
import type { WidgetPartProps } from './widget-part';

const usualOrb = { color_1: '#2792dc', color_2: '#9ce6e6' } as const;
const shades = widgetStyleColours.filter((name) => !chosenColours.some((chosen) => chosen === name));

/** Shape, place, picture, colours and corners. */
export function WidgetLooks({ widget, edit, disabled }: WidgetPartProps) {
  const t = useTranslations('editor.widget');
  // The element knows no other shape, and shows its smallest for what it does not know.
  const variant = widgetVariants.find((name) => name === (widget.variant ?? 'full')) ?? 'tiny';
  const colours = coloursOf(widget);
  return (
    <div className="grid gap-6">
      <ChoiceField
        label={t('variant')}
        hint={t(`variantHints.${variant}`)}
        value={variant}
        options={widgetVariants.map((value) => ({ value, label: t(`variants.${value}`) }))}
        disabled={disabled}
        onChange={(value) => edit((next) => void (next.variant = value))}
      />
      <Field label={t('placement')}>
        {(control) => (
          <Select
            className="max-w-60"
            value={widget.placement ?? 'bottom-right'}
            disabled={disabled}
            options={widgetPlacements.map((value) => ({ value, label: t(`placements.${value}`) }))}
            onValueChange={(value) => edit((next) => void (next.placement = value as WidgetPlacement))}
            {...control}
          />
        )}
      </Field>
      <AvatarFields widget={widget} edit={edit} disabled={disabled} />
      <PaletteChoice widget={widget} edit={edit} disabled={disabled} />
      <fieldset className="grid gap-4">
        <legend className="mb-3 text-sm font-medium">{t('colours')}</legend>
        <div className="grid gap-4 @xs:grid-cols-2">
          {chosenColours.map((name) => (
            <WidgetColourField
              key={name}
              label={t(`colour.${name}`)}
              value={colours[name]}
              unset={elementColours[name]}
              disabled={disabled}
              onChange={(value) => edit((next) => setColours(next, withColour(coloursOf(next), name, value)))}
            />
          ))}
        </div>
        <Contrasts colours={colours} />
        <details className="rounded-lg border bg-surface">
          <summary className="px-4 py-3 text-sm font-medium">{t('shades')}</summary>
          <div className="grid gap-4 px-4 pb-4">
            <p className="text-xs text-ink-faint text-pretty">{t('shadesHint')}</p>
            <div className="grid gap-4 @md:grid-cols-2">
              {shades.map((name) => (
                <WidgetColourField
                  key={name}
                  label={t(`colour.${name}`)}
                  value={colours[name]}
                  unset={elementColours[name]}
                  disabled={disabled}
                  onChange={(value) =>
                    edit((next) => setColours(next, { ...withoutColour(coloursOf(next), name), ...(value === undefined ? {} : { [name]: value }) }))
                  }
                />
              ))}
            </div>
          </div>
        </details>
      </fieldset>
      <Corners widget={widget} edit={edit} disabled={disabled} />
    </div>
  );
}

function AvatarFields({ widget, edit, disabled }: WidgetPartProps) {
  const t = useTranslations('editor.widget');
  const avatar = widget.avatar ?? { type: 'orb' as const };
  const address = avatar.type === 'url' ? (avatar.customUrl ?? '') : avatar.type === 'image' ? (avatar.url ?? '') : '';
  const kind = avatar.type === 'orb' ? 'orb' : 'image';
  const orb = avatar.type === 'orb' ? { color_1: avatar.color_1 || undefined, color_2: avatar.color_2 || undefined } : {};
  return (
    <div className="grid gap-4">
      <ChoiceField
        label={t('avatar')}
        hint={t(`avatarHints.${kind}`)}
        value={kind}
        options={(['orb', 'image'] as const).map((value) => ({ value, label: t(`avatars.${value}`) }))}
        disabled={disabled}
        onChange={(value) => edit((next) => void (next.avatar = value === 'orb' ? { type: 'orb', ...usualOrb } : { type: 'url', customUrl: '' }))}
      />
      {kind === 'orb' ? (
        <div className="grid gap-4 @xs:grid-cols-2">
          {(['color_1', 'color_2'] as const).map((name) => (
            <WidgetColourField
              key={name}
              label={t(`orb.${name}`)}
              value={orb[name]}
              unset={usualOrb[name]}
              onlyDigits
              disabled={disabled}
              onChange={(value) =>
                edit((next) => void (next.avatar = { ...(avatar.type === 'orb' ? avatar : {}), type: 'orb', [name]: value ?? usualOrb[name] }))
              }
            />
          ))}
        </div>
      ) : (
        <WidgetAddressField
          label={t('avatarAddress')}
          hint={t('avatarAddressHint')}
          placeholder="https://"
          value={address}
          disabled={disabled}
          onChange={(value) => edit((next) => void (next.avatar = { type: 'url', customUrl: value }))}
        />
      )}
    </div>
  );
}

function PaletteChoice({ widget, edit, disabled }: WidgetPartProps) {
  const t = useTranslations('editor.widget');
  const colours = coloursOf(widget);
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-sm font-medium">{t('palettes')}</legend>
      <p className="text-xs text-ink-faint text-pretty">{t('palettesHint')}</p>
      <div className="grid grid-cols-2 gap-2 @md:grid-cols-3">
        {palettes.map((palette) => {
          const isShown = isSame(colours, palette.colours ?? {});
          const shown = { ...elementColours, ...palette.colours };
          return (
            <button
              key={palette.name}
              type="button"
              aria-pressed={isShown}
              disabled={disabled}
              onClick={() => edit((next) => takePalette(next, palette))}
              className={cn(
                'flex items-center gap-2.5 rounded-lg border bg-surface p-2 text-left text-xs font-medium transition-colors hover:border-edge disabled:cursor-not-allowed disabled:opacity-55',
                isShown && 'border-accent ring-1 ring-accent',
              )}
            >
              <span
                aria-hidden
                className="flex size-9 shrink-0 items-center justify-center rounded-md border"
                style={{ background: shown.base, borderColor: shown.baseBorder }}
              >
                <span className="size-4 rounded-full" style={{ background: shown.accent }} />
              </span>
              <span className="min-w-0 flex-1">{t(`palette.${palette.name}`)}</span>
              {isShown ? <Check aria-hidden className="size-4 shrink-0 text-accent" /> : null}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}

/** How well what is said can be read; what is below the least is warned of. */
function Contrasts({ colours }: { readonly colours: WidgetColours }) {
  const t = useTranslations('editor.widget');
  const shown = { ...elementColours, ...colours };
  return (
    <ul aria-label={t('contrasts')} className="grid gap-1.5 text-xs">
      {readPairs.map(({ name, text, on }) => {
        const contrast = contrastOf(shown[text], shown[on]);
        const isLow = contrast !== undefined && contrast < leastContrast;
        return (
          <li key={name} className={cn('flex items-start gap-2', isLow ? 'text-warn' : 'text-ink-soft')}>
            <span
              aria-hidden
              className="flex h-5 w-8 shrink-0 items-center justify-center rounded-sm border text-2xs font-medium"
              style={{ background: shown[on], color: shown[text] }}
            >
              Aa
            </span>
            <span className="min-w-0 flex-1 pt-px">
              {contrast === undefined
                ? t('contrastUnknown', { pair: t(`pairs.${name}`) })
                : t(isLow ? 'contrastLow' : 'contrast', { pair: t(`pairs.${name}`), ratio: roundedDown(contrast) })}
            </span>
            {isLow ? <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" /> : null}
          </li>
        );
      })}
    </ul>
  );
}

function Corners({ widget, edit, disabled }: WidgetPartProps) {
  const t = useTranslations('editor.widget');
  const styles = widget.styles ?? {};
  const button = styles.buttonRadius ?? 18;
  const corners = [
    { name: 'buttonRadius', unset: 18 },
    { name: 'inputRadius', unset: 10 },
    { name: 'bubbleRadius', unset: 15 },
    { name: 'sheetRadius', unset: button + 6 },
  ] as const;
  const isSet = corners.some(({ name }) => (styles[name] ?? null) !== null);
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-3 text-sm font-medium">{t('corners')}</legend>
      <div className="grid gap-4 @xs:grid-cols-2">
        {corners.map(({ name, unset }) => (
          <NumberField
            key={name}
            label={t(`corner.${name}`)}
            unit={t('pixels')}
            min={0}
            max={200}
            value={styles[name] ?? null}
            emptyText={String(unset)}
            disabled={disabled}
            onChange={(value) => edit((next) => setStyle(next, name, value ?? undefined))}
          />
        ))}
      </div>
      {isSet && !disabled ? (
        <Button
          size="sm"
          look="quiet"
          className="justify-self-start"
          onClick={() => edit((next) => corners.forEach(({ name }) => setStyle(next, name, undefined)))}
        >
          <RotateCcw aria-hidden />
          {t('usualCorners')}
        </Button>
      ) : null}
    </fieldset>
  );
}

/** A ratio is not to look better than it is. */
const roundedDown = (contrast: number) => Math.floor(contrast * 10) / 10;

function coloursOf({ styles }: WidgetSettings): WidgetColours {
  const set = widgetStyleColours.flatMap((name) => {
    const colour = styles?.[name] ?? '';
    return colour === '' ? [] : [[name, colour] as const];
  });
  return Object.fromEntries(set);
}

function withoutColour(colours: WidgetColours, name: WidgetStyleColour): WidgetColours {
  return Object.fromEntries(Object.entries(colours).filter(([each]) => each !== name));
}

function isSame(a: WidgetColours, b: WidgetColours): boolean {
  return widgetStyleColours.every((name) => a[name]?.toLowerCase() === b[name]?.toLowerCase());
}

function setColours(widget: WidgetSettings, colours: WidgetColours): void {
  for (const name of widgetStyleColours) setStyle(widget, name, colours[name]);
}

/** Leaves no empty section behind, so that a document in which nothing is set any more is the one it was. */
function setStyle(widget: WidgetSettings, name: WidgetStyleColour | WidgetStyleRadius, value: string | number | undefined): void {
  const styles = (widget.styles ??= {}) as Record<string, unknown>;
  if (value === undefined) delete styles[name];
  else styles[name] = value;
  if (Object.keys(styles).length === 0) delete widget.styles;
}

function takePalette(widget: WidgetSettings, { colours, orb }: Palette): void {
  setColours(widget, colours ?? {});
  if ((widget.avatar?.type ?? 'orb') !== 'orb') return;
  if (colours === undefined) delete widget.avatar;
  else widget.avatar = { type: 'orb', color_1: orb[0], color_2: orb[1] };
}
