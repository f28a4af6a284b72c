import type { ModelTool } from '../../providers/spec/language-model';

/** System tools by name, with what the model is told of them. */
export const systemTools: Readonly<Record<'end_call' | 'skip_turn', ModelTool>> = {
  end_call: {
    name: 'end_call',
    description: 'Ends the call. Use it when the user says goodbye or asks to hang up, after a short farewell.',
    parameters: {
      type: 'object',
      properties: {
        reason: { type: 'string', description: 'Why the call ends.' },
        message: { type: 'string', description: 'The farewell, if it was not said yet.' },
      },
      required: ['reason'],
    },
  },
  skip_turn: {
    name: 'skip_turn',
    description: 'Stay silent and wait for the user, for example when they ask for a moment.',
    parameters: { type: 'object', properties: { reason: { type: 'string' } } },
  },
};
