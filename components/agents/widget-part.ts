import type { WidgetSettings } from '@/server/contracts/widget-settings';

/** What each part of the widget's settings is given. */
export interface WidgetPartProps {
  readonly widget: WidgetSettings;
  readonly edit: (change: (widget: WidgetSettings) => void) => void;
  readonly disabled: boolean;
}
