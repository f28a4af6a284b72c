/** `3:07` for 187,000 ms; with tenths `3:07.4`, with hours `1:02:03`. */
export function clockText(ms: number, withTenths = false): string {
  const tenths = Math.floor(Math.max(0, ms) / 100);
  const seconds = Math.floor(tenths / 10);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, '0');
  const whole = hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
  return withTenths ? `${whole}.${tenths % 10}` : whole;
}
