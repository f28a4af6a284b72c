'use client';

import '@xyflow/react/dist/style.css';
import {
  applyNodeChanges,
  Background,
  Controls,
  type Edge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import { LayoutDashboard, Redo2, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import type { WorkflowProblem } from '@/server/contracts/workflow-problems';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { AddNodeMenu } from './add-node-menu';
import { layOut, nodeSize } from './lay-out';
import { SelectionForm } from './selection-form';
import { useNames } from './use-names';
import type { WorkflowEditing } from './use-workflow-editing';
import { changedNode, type NodeType, withEdge, withNode, withoutEdge, withoutNode } from './workflow-model';

export interface WorkflowCanvasProps {
  readonly editing: WorkflowEditing;
  readonly problems: readonly WorkflowProblem[];
  readonly disabled: boolean;
  readonly path: readonly string[];
  readonly agentId: string;
}

export function WorkflowCanvas(props: WorkflowCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

type Card = Node<
  {
    readonly name: string;
    readonly detail: string;
    readonly type: string;
    readonly problem: 'error' | 'warning' | null;
    readonly visit: 'here' | 'passed' | null;
  },
  'card'
>;

const cardTypes = { card: NodeCard };

function Canvas({ editing, problems, disabled, path, agentId }: WorkflowCanvasProps) {
  const t = useTranslations('workflow');
  const { workflow, selection, select, change } = editing;
  const names = useNames(workflow);
  const { resolvedTheme } = useTheme();
  const flow = useReactFlow();
  const made = useMemo<Card[]>(
    () =>
      Object.entries(workflow.nodes).map(([id, node]) => {
        const own = problems.filter((problem) => problem.nodeId === id);
        return {
          id,
          type: 'card',
          position: (node['position'] as { x: number; y: number } | undefined) ?? { x: 0, y: 0 },
          width: nodeSize.width,
          height: nodeSize.height,
          selected: selection?.kind === 'node' && selection.id === id,
          deletable: node.type !== 'start',
          ariaLabel: names.nameOfNode(id),
          data: {
            name: names.nameOfNode(id),
            detail: detailOf(node),
            type: names.typeName(node.type),
            problem: own.some(({ severity }) => severity === 'error') ? 'error' : own.length > 0 ? 'warning' : null,
            visit: path.at(-1) === id ? 'here' : path.includes(id) ? 'passed' : null,
          },
        };
      }),
    [workflow, problems, selection, path, names],
  );
  // While a node is dragged its place is the canvas's own; the draft learns of it when it is let go.
  const [nodes, setNodes] = useState(made);
  useEffect(() => setNodes(made), [made]);
  const walked = new Set(path.slice(1).map((id, place) => `${path[place] ?? ''} ${id}`));
  const edges: Edge[] = Object.entries(workflow.edges).map(([id, edge]) => ({
    id,
    source: edge.source,
    target: edge.target,
    label: names.conditionText(edge['forwardCondition']).slice(0, 60),
    selected: selection?.kind === 'edge' && selection.id === id,
    animated: walked.has(`${edge.source} ${edge.target}`),
    ariaLabel: names.nameOfEdge(id),
    markerEnd: { type: MarkerType.ArrowClosed, color: 'var(--edge)' },
    ...(edge['backwardCondition'] == null ? {} : { markerStart: { type: MarkerType.ArrowClosed, color: 'var(--edge)' } }),
    style: {
      stroke: problems.some((problem) => problem.edgeId === id && problem.severity === 'error')
        ? 'var(--danger)'
        : walked.has(`${edge.source} ${edge.target}`)
          ? 'var(--accent)'
          : 'var(--edge)',
      strokeWidth: selection?.kind === 'edge' && selection.id === id ? 2.5 : 1.5,
    },
    labelStyle: { fill: 'var(--ink-soft)', fontSize: 11 },
    labelBgStyle: { fill: 'var(--surface)' },
  }));
  const add = (type: NodeType) => {
    // From what is selected it goes on to the new one: that is what people draw next.
    const from = selection?.kind === 'node' && !['end', 'standalone_agent'].includes(workflow.nodes[selection.id]?.type ?? 'end') ? selection.id : null;
    const next = withNode(workflow, type, freePlace(workflow, from));
    change(from === null ? next.workflow : withEdge(next.workflow, from, next.id).workflow);
    select({ kind: 'node', id: next.id });
    requestAnimationFrame(() => void flow.fitView({ padding: 0.2, maxZoom: 1 }));
  };
  const press = (event: KeyboardEvent) => {
    if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 'z') return;
    if ((event.target as HTMLElement).closest('input, textarea') !== null) return;
    event.preventDefault();
    if (event.shiftKey) editing.redo();
    else editing.undo();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for what the buttons do
    <div onKeyDown={press} className="overflow-hidden rounded-lg border bg-surface">
      <div role="toolbar" aria-label={t('tools')} className="flex flex-wrap items-center gap-1 border-b p-1.5">
        {disabled ? null : <AddNodeMenu look="primary" onAdd={add} />}
        {disabled ? null : (
          <>
            <Button size="sm" look="quiet" disabled={!editing.canUndo} onClick={editing.undo}>
              <Undo2 aria-hidden />
              {t('undo')}
            </Button>
            <Button size="sm" look="quiet" disabled={!editing.canRedo} onClick={editing.redo}>
              <Redo2 aria-hidden />
              {t('redo')}
            </Button>
            <Button
              size="sm"
              look="quiet"
              onClick={() => {
                change(layOut(workflow));
                requestAnimationFrame(() => void flow.fitView({ padding: 0.2 }));
              }}
            >
              <LayoutDashboard aria-hidden />
              {t('layOut')}
            </Button>
          </>
        )}
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)_18rem]">
        <div className="h-[36rem] border-r">
          <ReactFlow
            nodes={nodes}
            edges={edges}
            nodeTypes={cardTypes}
            colorMode={resolvedTheme === 'dark' ? 'dark' : 'light'}
            fitView
            fitViewOptions={{ padding: 0.2, maxZoom: 1 }}
            nodesConnectable={!disabled}
            nodesDraggable={!disabled}
            deleteKeyCode={disabled ? null : ['Delete', 'Backspace']}
            onNodesChange={(changes) => {
              setNodes((current) => applyNodeChanges(changes, current));
              const chosen = changes.find((each) => each.type === 'select' && each.selected);
              if (chosen?.type === 'select') select({ kind: 'node', id: chosen.id });
              // Moved by the arrow keys: there is no drag that ends.
              const moved = changes.filter((each) => each.type === 'position' && each.dragging === false && each.position !== undefined);
              if (moved.length > 0 && !disabled) {
                change(
                  moved.reduce((next, each) => (each.type === 'position' ? changedNode(next, each.id, { position: each.position }) : next), workflow),
                  'positions',
                );
              }
            }}
            onEdgesChange={(changes) => {
              const chosen = changes.find((each) => each.type === 'select' && each.selected);
              if (chosen?.type === 'select') select({ kind: 'edge', id: chosen.id });
            }}
            onPaneClick={() => select(null)}
            onConnect={({ source, target }) => {
              if (source === target) return;
              const next = withEdge(workflow, source, target);
              change(next.workflow);
              select({ kind: 'edge', id: next.id });
            }}
            onDelete={(gone) => {
              select(null);
              const withoutEdges = gone.edges.reduce((next, { id }) => withoutEdge(next, id), workflow);
              change(gone.nodes.reduce((next, { id }) => withoutNode(next, id), withoutEdges));
            }}
            proOptions={{ hideAttribution: true }}
          >
            <Background color="var(--line)" />
            <Controls showInteractive={false} aria-label={t('zoom')} />
          </ReactFlow>
        </div>
        <div className="h-[36rem] overflow-y-auto">
          <SelectionForm editing={editing} disabled={disabled} agentId={agentId} />
        </div>
      </div>
    </div>
  );
}

function NodeCard({ data, selected, id }: NodeProps<Card>) {
  const t = useTranslations('workflow');
  const { name, detail, type, problem, visit } = data;
  return (
    <div
      data-node={id}
      data-visit={visit ?? undefined}
      className={cn(
        'grid h-full w-full content-center gap-0.5 rounded-lg border bg-raised px-3 py-2 text-left shadow-low transition-colors',
        selected && 'border-accent ring-2 ring-accent',
        problem === 'error' && 'border-danger',
        visit === 'here' && 'border-accent bg-accent-soft',
        visit === 'passed' && 'border-accent',
      )}
    >
      <Handle type="target" position={Position.Top} />
      <p className="flex items-center justify-between gap-2 text-2xs text-ink-faint">
        {type}
        {visit === 'here' ? <span className="text-accent-ink">{t('here')}</span> : null}
        {problem === null ? null : <span className={problem === 'error' ? 'text-danger' : 'text-warn'}>{t(`marks.${problem}`)}</span>}
      </p>
      <p className="truncate text-sm font-medium">{name}</p>
      {detail === '' ? null : <p className="truncate text-xs text-ink-soft">{detail}</p>}
      <Handle type="source" position={Position.Bottom} />
    </div>
  );
}

const placeOf = (node: Readonly<Record<string, unknown>> | undefined) => (node?.['position'] as { x: number; y: number } | undefined) ?? { x: 0, y: 0 };

/** Below the node it follows, or below all; beside what stands there already. */
function freePlace({ nodes }: WorkflowEditing['workflow'], fromId: string | null): { x: number; y: number } {
  const places = Object.values(nodes).map(placeOf);
  const place = fromId === null ? { x: places[0]?.x ?? 0, y: Math.max(...places.map(({ y }) => y)) } : placeOf(nodes[fromId]);
  const next = { x: place.x, y: place.y + nodeSize.height + 84 };
  while (places.some(({ x, y }) => Math.abs(x - next.x) < nodeSize.width && Math.abs(y - next.y) < nodeSize.height)) next.x += nodeSize.width + 40;
  return next;
}

/** The first words of what happens in a node. */
function detailOf(node: Readonly<Record<string, unknown>>): string {
  const message = (node['message'] ?? {}) as Record<string, unknown>;
  const destination = (node['transferDestination'] ?? {}) as Record<string, unknown>;
  const words = [node['additionalPrompt'], message['text'], message['prompt'], destination['phoneNumber'], destination['sipUri'], node['transferMessage']];
  return words.find((text): text is string => typeof text === 'string' && text.trim() !== '') ?? '';
}
