import type { Field, Shape } from '../../server/rest/wire/shape.ts';

/** Reads the list of shapes: `Name { member?: type  # notes }`, `Name = type` and `Name = one of` with a case a line. */
export function parseShapes(text: string): Record<string, Shape> {
  const shapes: Record<string, Shape> = {};
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line.trim() === '' || line.startsWith('#')) continue;
    const object = /^(\S+) \{$/.exec(line);
    const cases = /^(\S+) = one of$/.exec(line);
    const alias = /^(\S+) = (.+)$/.exec(line);
    if (object?.[1] !== undefined) {
      const members: Record<string, Field> = {};
      for (i++; lines[i] !== '}'; i++) {
        const [name, field] = parseField(lines[i] ?? '');
        members[name] = field;
      }
      shapes[object[1]] = { object: members };
    } else if (cases?.[1] !== undefined) {
      const options: Shape[] = [];
      for (; lines[i + 1]?.startsWith('  | '); i++) options.push(parseCase((lines[i + 1] ?? '').slice(4)));
      shapes[cases[1]] = tagged(options) ?? { anyOf: options };
    } else if (alias?.[1] !== undefined && alias[2] !== undefined) {
      shapes[alias[1]] = parseType(alias[2]);
    } else {
      throw new Error(`line ${i + 1} is no shape: ${line}`);
    }
  }
  return shapes;
}

function parseField(line: string): readonly [string, Field] {
  const match = /^ {2}([^\s?:]+)(\??): (.+?)(?: {2}# ?(.*))?$/.exec(line);
  if (match?.[1] === undefined || match[3] === undefined) throw new Error(`no member: ${line}`);
  return [match[1], { type: parseType(match[3]), ...(match[2] === '?' ? { optional: true } : {}), ...parseNotes(match[4] ?? '') }];
}

function parseNotes(notes: string): Omit<Field, 'type'> {
  const value = /(?:^|\s)=("(?:[^"\\]|\\.)*"|\{.*\}|\[.*\]|-?[\w.]+)/.exec(notes)?.[1];
  const given = parseDefault(value);
  const [, lowest, highest] = /\[(-?[\d.]*?)\.\.(-?[\d.]*)\]/.exec(notes) ?? [];
  const above = /\[>(-?\d+(?:\.\d+)?)(?:\.\.(-?\d+(?:\.\d+)?)?)?\]/.exec(notes);
  const most = /\[\.\.(-?[\d.]+)\]/.exec(notes)?.[1] ?? above?.[2];
  const number = (name: string, from: string | undefined) => (from === undefined || from === '' ? {} : { [name]: Number(from) });
  return {
    ...(given === undefined ? {} : { default: given }),
    ...number('min', lowest),
    ...number('above', above?.[1]),
    ...number('max', highest ?? most),
    ...number('maxLength', /maxlen (\d+)/.exec(notes)?.[1]),
    ...number('maxItems', /maxitems (\d+)/.exec(notes)?.[1]),
    ...(/\bdeprecated\b/.test(notes) ? { deprecated: true } : {}),
  };
}

/** Long ones are cut off in the list; those say only that there is one. */
function parseDefault(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text === 'null' ? null : undefined;
  }
}

/** `{tag="value"} + Shape` or `{tag="value"} { member?: type }` or a plain type. */
function parseCase(text: string): Shape {
  const match = /^\{(\w+)="([^"]*)"\}(?: \+ (\S+)| \{ (.*) \})?$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return parseType(text);
  const rest: Shape =
    match[3] === undefined
      ? {
          object: Object.fromEntries(
            (match[4] ?? '')
              .split('; ')
              .filter(Boolean)
              .map((member) => parseField(`  ${member}`)),
          ),
        }
      : parseType(match[3]);
  return { tag: match[1], cases: { [match[2]]: rest } };
}

/** Cases that are told apart by the same member, as one. */
export function tagged(options: readonly Shape[]): Shape | undefined {
  const cases: Record<string, Shape> = {};
  let tag: string | undefined;
  for (const option of options) {
    if (typeof option === 'string' || !('tag' in option) || (tag !== undefined && tag !== option.tag)) return undefined;
    tag = option.tag;
    Object.assign(cases, option.cases);
  }
  return tag === undefined ? undefined : { tag, cases };
}

const plain = new Set(['string', 'number', 'boolean', 'unknown', 'null', 'void']);

/** `string`, `Name[]`, `Record<string, Name>`, `"word" | "other"`. */
export function parseType(text: string): Shape {
  const tokens = text.match(/"[^"]*"|[A-Za-z_][\w.]*|\[\]|[<>,()|{}]/g) ?? [];
  let at = 0;
  const shape = union();
  if (at !== tokens.length) throw new Error(`not a type: ${text}`);
  return shape;

  function union(): Shape {
    const options = [one()];
    while (tokens[at] === '|') {
      at++;
      options.push(one());
    }
    return joined(options);
  }

  function one(): Shape {
    let shape = term();
    for (; tokens[at] === '[]'; at++) shape = { array: shape };
    return shape;
  }

  function term(): Shape {
    const token = tokens[at++] ?? '';
    if (token.startsWith('"')) return { oneOf: [token.slice(1, -1)] };
    if (token === '(') return closed(union(), ')');
    if (token === '{') return closed({ object: {} }, '}');
    if (token === 'Record') {
      at += 3; // `<`, the key's type, `,`
      return closed({ map: union() }, '>');
    }
    if (plain.has(token)) return token as Shape;
    if (!/^[A-Za-z]/.test(token)) throw new Error(`not a type: ${text}`);
    return { ref: token };
  }

  function closed(shape: Shape, by: string): Shape {
    if (tokens[at++] !== by) throw new Error(`not closed: ${text}`);
    return shape;
  }
}

/** Literals become one open list of words, and what is said twice is said once. */
function joined(options: readonly Shape[]): Shape {
  const words = options.flatMap((option) => (typeof option !== 'string' && 'oneOf' in option ? option.oneOf : []));
  const others = [
    ...new Map(options.filter((option) => typeof option === 'string' || !('oneOf' in option)).map((option) => [JSON.stringify(option), option])).values(),
  ];
  const all: Shape[] = [...others, ...(words.length > 0 ? [{ oneOf: words }] : [])];
  const [only] = all;
  return all.length === 1 && only !== undefined ? only : { anyOf: all };
}
