'use client';

import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { seriesLook } from './series-look';

export interface CanvasSeries {
  readonly key: string;
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly before?: readonly (number | null)[];
}

export interface ChartCanvasProps {
  readonly kind: 'lines' | 'bars';
  /** There is nothing between two whole numbers. */
  readonly isWhole: boolean;
  /** What stands under each value, and what it is called where there is room. */
  readonly ticks: readonly string[];
  readonly labels: readonly string[];
  readonly series: readonly CanvasSeries[];
  readonly beforeName: string;
  readonly valueText: (value: number | null) => string;
  readonly onOpen?: ((index: number) => void) | undefined;
}

/** Only the drawing: what it says stands in the text and the table beside it, so that it is hidden from who cannot see it. */
export default function ChartCanvas({ kind, isWhole, ticks, labels, series, beforeName, valueText, onOpen }: ChartCanvasProps) {
  const data = ticks.map((_, index) => ({
    index,
    ...Object.fromEntries(series.map(({ values }, i) => [`s${i}`, values[index] ?? null])),
    ...Object.fromEntries(series.flatMap(({ before }, i) => (before === undefined ? [] : [[`b${i}`, before[index] ?? null]]))),
  }));
  const isSparse = ticks.length < 3;
  return (
    <div aria-hidden className="h-60 w-full select-none text-xs">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={data}
          accessibilityLayer={false}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          style={onOpen === undefined ? {} : { cursor: 'pointer' }}
          onClick={({ activeTooltipIndex }) => {
            if (activeTooltipIndex !== null && activeTooltipIndex !== undefined) onOpen?.(Number(activeTooltipIndex));
          }}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="index"
            tickFormatter={(index: number) => ticks[index] ?? ''}
            tickLine={false}
            axisLine={{ stroke: 'var(--edge)' }}
            tick={{ fill: 'var(--ink-faint)' }}
            minTickGap={28}
            interval="equidistantPreserveStart"
          />
          <YAxis
            width="auto"
            tickLine={false}
            axisLine={false}
            tick={{ fill: 'var(--ink-faint)' }}
            tickFormatter={(value: number) => (value === 0 ? '0' : valueText(value))}
            tickCount={5}
            allowDecimals={!isWhole}
            domain={[0, 'auto']}
          />
          <Tooltip
            cursor={kind === 'bars' ? { fill: 'var(--sunken)' } : { stroke: 'var(--edge)' }}
            isAnimationActive={false}
            content={({ active, label, payload }) =>
              active ? (
                <div className="grid gap-1 rounded-md border bg-raised px-3 py-2 shadow-high">
                  <p className="font-medium">{labels[Number(label)]}</p>
                  {payload.map((entry) => (
                    <p key={String(entry.dataKey)} className="flex items-center justify-between gap-4 text-ink-soft">
                      <span className="flex items-center gap-1.5">
                        <span className="size-2 rounded-full" style={{ background: String(entry.color) }} />
                        {entry.name}
                      </span>
                      <span className="text-ink">{valueText(typeof entry.value === 'number' ? entry.value : null)}</span>
                    </p>
                  ))}
                </div>
              ) : null
            }
          />
          {series.map(({ key, name }, i) =>
            kind === 'bars' ? (
              <Bar
                key={key}
                dataKey={`s${i}`}
                name={name}
                stackId="all"
                fill={seriesLook(i).colour}
                isAnimationActive={false}
                maxBarSize={44}
                stroke="var(--surface)"
                strokeWidth={0.5}
              />
            ) : (
              <Line
                key={key}
                dataKey={`s${i}`}
                name={name}
                stroke={seriesLook(i).colour}
                strokeDasharray={seriesLook(i).dash}
                strokeWidth={2}
                dot={isSparse ? { r: 3 } : { r: 1.5, strokeWidth: 1.5 }}
                activeDot={{ r: 4 }}
                isAnimationActive={false}
              />
            ),
          )}
          {series.map(({ key, name, before }, i) =>
            before === undefined ? null : (
              <Line
                key={`before ${key}`}
                dataKey={`b${i}`}
                name={series.length === 1 ? beforeName : `${name} · ${beforeName}`}
                stroke={series.length === 1 ? 'var(--chart-2)' : seriesLook(i).colour}
                strokeOpacity={series.length === 1 ? 1 : 0.55}
                strokeDasharray="2 4"
                strokeWidth={1.75}
                dot={false}
                isAnimationActive={false}
              />
            ),
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}
