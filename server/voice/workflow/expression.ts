import type { DynamicVariables } from '../../contracts/agent-config';
import type { Expression, WorkflowValue } from '../../contracts/workflow';

/** What a model has answered to the questions in an expression, by their text. */
export type Answers = ReadonlyMap<string, WorkflowValue>;

/** The value of an expression. What is unknown is null; a comparison with null is false, unless for being equal. */
export function evaluate(expression: Expression, variables: Readonly<DynamicVariables>, answers: Answers = new Map()): WorkflowValue {
  const of = (part: Expression) => evaluate(part, variables, answers);
  switch (expression.type) {
    case 'literal':
      return expression.value;
    case 'variable':
      return variables[expression.name] ?? null;
    case 'llm':
      return answers.get(expression.prompt) ?? null;
    case 'all':
      return expression.children.every((child) => isTrue(of(child)));
    case 'any':
      return expression.children.some((child) => isTrue(of(child)));
    case 'conditional':
      return isTrue(of(expression.condition)) ? of(expression.yes) : of(expression.no);
    case 'eq':
      return isSame(of(expression.left), of(expression.right));
    case 'neq':
      return !isSame(of(expression.left), of(expression.right));
    case 'gt':
      return compare(of(expression.left), of(expression.right), (order) => order > 0);
    case 'gte':
      return compare(of(expression.left), of(expression.right), (order) => order >= 0);
    case 'lt':
      return compare(of(expression.left), of(expression.right), (order) => order < 0);
    case 'lte':
      return compare(of(expression.left), of(expression.right), (order) => order <= 0);
    case 'add': {
      const [left, right] = [of(expression.left), of(expression.right)];
      return typeof left === 'string' || typeof right === 'string' ? `${left ?? ''}${right ?? ''}` : calculate(left, right, (a, b) => a + b);
    }
    case 'sub':
      return calculate(of(expression.left), of(expression.right), (a, b) => a - b);
    case 'mul':
      return calculate(of(expression.left), of(expression.right), (a, b) => a * b);
    case 'div':
      return calculate(of(expression.left), of(expression.right), (a, b) => (b === 0 ? Number.NaN : a / b));
  }
}

export function isTrue(value: WorkflowValue): boolean {
  return typeof value === 'string' ? !['', 'false', '0', 'no'].includes(value.trim().toLowerCase()) : Boolean(value);
}

/** The questions of an expression that only a model can answer. */
export function questionsOf(expression: Expression): string[] {
  switch (expression.type) {
    case 'llm':
      return [expression.prompt];
    case 'literal':
    case 'variable':
      return [];
    case 'all':
    case 'any':
      return expression.children.flatMap(questionsOf);
    case 'conditional':
      return [expression.condition, expression.yes, expression.no].flatMap(questionsOf);
    default:
      return [expression.left, expression.right].flatMap(questionsOf);
  }
}

/** Numbers in texts count as numbers: variables come from forms and phones. */
const numberOf = (value: WorkflowValue): number =>
  typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;

function isSame(a: WorkflowValue, b: WorkflowValue): boolean {
  if (a === null || b === null) return a === b;
  if (typeof a === 'boolean' || typeof b === 'boolean') return String(a).toLowerCase() === String(b).toLowerCase();
  return typeof a === typeof b ? a === b : numberOf(a) === numberOf(b);
}

function compare(a: WorkflowValue, b: WorkflowValue, holds: (order: number) => boolean): boolean {
  if (a === null || b === null) return false;
  const order = numberOf(a) - numberOf(b);
  if (!Number.isNaN(order)) return holds(order);
  return typeof a === 'string' && typeof b === 'string' && holds(a < b ? -1 : a > b ? 1 : 0);
}

function calculate(a: WorkflowValue, b: WorkflowValue, with_: (a: number, b: number) => number): WorkflowValue {
  const result = with_(numberOf(a), numberOf(b));
  return Number.isFinite(result) ? result : null;
}
