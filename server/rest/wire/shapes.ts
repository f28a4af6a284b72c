import { z } from 'zod';
import { wireShapes } from './catalogue';
import { type Side, shapeProblems } from './check-shape';
import type { Shape } from './shape';

/** What a request's body has to be, by the shape's name in `shapes.json`. Lets members pass that nobody knows yet. */
export function requestShape(shape: string | Shape): z.ZodType<unknown> {
  return schemaOf('request', shape);
}

/** What an answer has to be for the official clients to read it: they refuse one that lacks a required member or has it in another type. */
export function answerShape(shape: string | Shape): z.ZodType<unknown> {
  return schemaOf('answer', shape);
}

/** Throws for a name there is no shape of. */
function schemaOf(side: Side, given: string | Shape): z.ZodType<unknown> {
  const shape: Shape = typeof given === 'string' && Object.hasOwn(wireShapes(), given) ? { ref: given } : (given as Shape);
  if (typeof shape === 'string' && !plain.has(shape)) throw new Error(`There is no shape called ${shape}.`);
  return z.unknown().superRefine((value, context) => {
    for (const { path, message, type } of shapeProblems(side, shape, value)) {
      context.addIssue({ code: 'custom', message, path: [...path], params: { type } });
    }
  });
}

const plain: ReadonlySet<string> = new Set(['string', 'number', 'boolean', 'unknown', 'null', 'void']);
