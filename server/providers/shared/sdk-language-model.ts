import {
  APICallError,
  type LanguageModelV3,
  type LanguageModelV3CallOptions,
  type LanguageModelV3Message,
  type LanguageModelV3StreamPart,
} from '@ai-sdk/provider';
import { z } from 'zod';
import type { GenerateRequest, LanguageModelProvider, ModelMessage, ModelPart, ModelTool } from '../spec/language-model';
import type { ProviderError } from '../spec/provider-error';
import { errorOfCategory, type HttpFailure } from './failures';

export interface SdkLanguageModelOptions {
  readonly id: string;
  readonly model: LanguageModelV3;
  toError(thrown: unknown): ProviderError;
  readonly providerOptions?: LanguageModelV3CallOptions['providerOptions'];
  /** The vendor wants a person to speak first and system text in front alone: notes in between become words of the user. */
  readonly isStrictAboutRoles?: boolean;
  /** Its chunks may carry a `metadata` object for the participant's program. */
  readonly hasMetadata?: boolean;
}

/** A vendor of the AI SDK's provider interface as a language model of ours. */
export function sdkLanguageModel(options: SdkLanguageModelOptions): LanguageModelProvider {
  return { id: options.id, generate: (request) => generate(options, request) };
}

async function* generate(options: SdkLanguageModelOptions, request: GenerateRequest): AsyncGenerator<ModelPart> {
  const { signal } = request;
  signal.throwIfAborted();
  const provider = options.id.split(':')[0] ?? options.id;
  let isEmpty = true;
  let reader: ReadableStreamDefaultReader<LanguageModelV3StreamPart> | undefined;
  try {
    const { stream } = await options.model.doStream(callOptions(options, request));
    reader = stream.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) throw isEmpty ? unreadable(provider) : errorOfCategory(provider, 'connectivity', 'the answer broke off');
      if (value.type === 'error') throw value.error;
      if (value.type === 'raw') {
        const metadata = metadataSchema.safeParse(value.rawValue);
        if (metadata.success) yield { kind: 'metadata', metadata: metadata.data.metadata };
        continue;
      }
      const part = partOf(value, provider);
      // Something that is no event stream is read as one without events: it ends for no reason the vendor gave.
      if (value.type === 'finish' && isEmpty && value.finishReason.unified === 'other' && value.finishReason.raw === undefined) throw unreadable(provider);
      if (part === undefined) continue;
      isEmpty = false;
      yield part;
      if (part.kind === 'finished') return;
    }
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    throw options.toError(thrown);
  } finally {
    reader?.cancel().catch(() => undefined);
  }
}

function callOptions(options: SdkLanguageModelOptions, request: GenerateRequest): LanguageModelV3CallOptions {
  return {
    prompt: promptOf(request.messages, options.isStrictAboutRoles === true),
    abortSignal: request.signal,
    ...(options.hasMetadata === true ? { includeRawChunks: true } : {}),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.maxTokens === undefined ? {} : { maxOutputTokens: request.maxTokens }),
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(toolOf), toolChoice: { type: 'auto' } }),
    ...(options.providerOptions === undefined ? {} : { providerOptions: options.providerOptions }),
  };
}

function toolOf(tool: ModelTool): NonNullable<LanguageModelV3CallOptions['tools']>[number] {
  return { type: 'function', name: tool.name, description: tool.description, inputSchema: tool.parameters };
}

/** Stands for the participant where the agent speaks first. */
const opening = '(The conversation begins.)';

/** Our messages in the SDK's form: tool results that follow each other become one message, which vendors ask for. */
export function promptOf(messages: readonly ModelMessage[], isStrict: boolean): LanguageModelV3Message[] {
  const prompt: LanguageModelV3Message[] = [];
  const system = isStrict
    ? messages
        .slice(0, leadingSystem(messages))
        .flatMap((message) => (message.role === 'system' ? [message.content] : []))
        .join('\n\n')
    : '';
  if (system !== '') prompt.push({ role: 'system', content: system });
  for (const message of isStrict ? messages.slice(leadingSystem(messages)) : messages) {
    if (isStrict && message.role === 'assistant' && !prompt.some((earlier) => earlier.role === 'user')) prompt.push(userSays(opening));
    const last = prompt.at(-1);
    if (message.role === 'tool' && last?.role === 'tool') last.content.push(toolResult(message));
    else prompt.push(messageOf(message, isStrict));
  }
  if (!prompt.some((message) => message.role === 'user')) prompt.push(userSays(opening));
  return prompt;
}

function leadingSystem(messages: readonly ModelMessage[]): number {
  const first = messages.findIndex((message) => message.role !== 'system');
  return first < 0 ? messages.length : first;
}

function messageOf(message: ModelMessage, isStrict: boolean): LanguageModelV3Message {
  switch (message.role) {
    case 'system':
      return isStrict ? userSays(`(Note: ${message.content})`) : { role: 'system', content: message.content };
    case 'user':
      return userSays(message.content);
    case 'assistant':
      return {
        role: 'assistant',
        content: [
          ...(message.content === '' ? [] : [{ type: 'text' as const, text: message.content }]),
          ...(message.toolCalls ?? []).map((call) => ({
            type: 'tool-call' as const,
            toolCallId: call.id,
            toolName: call.name,
            input: argumentsOf(call.argumentsJson),
          })),
        ],
      };
    case 'tool':
      return { role: 'tool', content: [toolResult(message)] };
  }
}

function userSays(text: string): LanguageModelV3Message {
  return { role: 'user', content: [{ type: 'text', text }] };
}

function toolResult(message: Extract<ModelMessage, { role: 'tool' }>) {
  return {
    type: 'tool-result' as const,
    toolCallId: message.toolCallId,
    toolName: message.toolName,
    output: { type: message.isError ? ('error-text' as const) : ('text' as const), value: message.content },
  };
}

function argumentsOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The model wrote no valid JSON then; it may see that it called the tool, which is all the history needs.
    return {};
  }
}

function unreadable(provider: string): ProviderError {
  return errorOfCategory(provider, 'bad-answer', 'the answer could not be read');
}

function partOf(part: LanguageModelV3StreamPart, provider: string): ModelPart | undefined {
  switch (part.type) {
    case 'text-delta':
      return part.delta === '' ? undefined : { kind: 'text-delta', text: part.delta };
    case 'tool-call':
      return part.providerExecuted === true ? undefined : { kind: 'tool-call', call: { id: part.toolCallId, name: part.toolName, argumentsJson: part.input } };
    case 'finish': {
      if (part.finishReason.unified === 'error') throw errorOfCategory(provider, 'bad-answer', 'the model stopped with an error');
      const { inputTokens, outputTokens } = part.usage;
      return {
        kind: 'finished',
        reason: part.finishReason.unified,
        usage: {
          ...(inputTokens.total === undefined ? {} : { inputTokens: inputTokens.total }),
          ...(outputTokens.total === undefined ? {} : { outputTokens: outputTokens.total }),
          ...(inputTokens.cacheRead === undefined ? {} : { cachedInputTokens: inputTokens.cacheRead }),
        },
      };
    }
    default:
      return undefined;
  }
}

/** What the vendor answered, where the SDK's error has it. */
export function httpFailureOf(thrown: unknown): HttpFailure | undefined {
  if (!APICallError.isInstance(thrown) || thrown.statusCode === undefined || thrown.statusCode < 400) return undefined;
  return { status: thrown.statusCode, retryAfter: thrown.responseHeaders?.['retry-after'], body: thrown.responseBody ?? '' };
}

const metadataSchema = z.object({ metadata: z.record(z.string(), z.unknown()) });

const streamErrorSchema = z.object({ type: z.string().optional(), code: z.union([z.string(), z.number()]).nullish(), message: z.string() });

/** An error that a vendor sent inside of its stream, which the SDK hands on as it came. */
export function streamErrorOf(thrown: unknown): { readonly code: string; readonly message: string } | undefined {
  if (thrown instanceof Error) return undefined;
  const nested = z.object({ error: z.unknown() }).safeParse(thrown);
  const parsed = streamErrorSchema.safeParse(nested.success && typeof nested.data.error === 'object' ? nested.data.error : thrown);
  if (!parsed.success) return typeof thrown === 'string' ? { code: '', message: thrown } : undefined;
  return { code: String(parsed.data.code ?? parsed.data.type ?? ''), message: parsed.data.message };
}
