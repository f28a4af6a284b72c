'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { nodeTypes, simpleExpression, type WorkflowDocument } from './workflow-model';

/** What nodes and edges are called on the page. */
export function useNames(workflow: WorkflowDocument) {
  const t = useTranslations('workflow');
  return useMemo(() => {
    const typeName = (type: string) => {
      const known = nodeTypes.find((name) => name === type);
      return known === undefined ? (type === 'start' ? t('types.start') : type) : t(`types.${known}`);
    };
    const nameOfNode = (id: string): string => {
      const node = workflow.nodes[id];
      if (node === undefined) return id;
      const label = node['label'];
      return typeof label === 'string' && label.trim() !== '' ? label : typeName(node.type);
    };
    const nameOfEdge = (id: string): string => {
      const edge = workflow.edges[id];
      return edge === undefined ? id : `${nameOfNode(edge.source)} → ${nameOfNode(edge.target)}`;
    };
    /** When an edge is taken, as a short sentence. */
    const conditionText = (condition: unknown): string => {
      const { type, condition: sentence, successful, expression } = (condition ?? {}) as Record<string, unknown>;
      switch (type) {
        case 'llm':
          return typeof sentence === 'string' && sentence.trim() !== '' ? sentence : t('noCondition');
        case 'result':
          return successful === true ? t('succeeded') : t('failed');
        case 'expression': {
          const simple = simpleExpression(expression);
          const operator = simple?.operator as keyof IntlOperators | undefined;
          return simple === null || operator === undefined ? t('expressionIs') : `${simple.variable} ${t(`operators.${operator}`)} ${simple.value}`;
        }
        default:
          return t('always');
      }
    };
    return { typeName, nameOfNode, nameOfEdge, conditionText };
  }, [workflow, t]);
}

interface IntlOperators {
  readonly eq_operator: string;
  readonly neq_operator: string;
  readonly gt_operator: string;
  readonly gte_operator: string;
  readonly lt_operator: string;
  readonly lte_operator: string;
}
