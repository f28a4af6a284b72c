import { z } from 'zod';

/** Query members as the official clients send them: numbers and booleans as text, lists repeated or once. */
export const wholeNumber = z.coerce.number().int();
export const flag = z.enum(['true', 'false', '1', '0', 'True', 'False']).transform((value) => ['true', '1', 'True'].includes(value));
export const manyOf = (item: z.ZodType<string>) => z.union([z.array(item), item.transform((one) => [one])]);
export const pageQuery = { page_size: wholeNumber.min(1).max(100).optional(), cursor: z.string().max(500).optional() };
