import type { DynamicVariables } from '../contracts/agent-config';

export interface VariableUpdate {
  readonly name: string;
  readonly oldValue: DynamicVariables[string] | null;
  readonly newValue: DynamicVariables[string];
}

/** Variables whose names begin so are for headers of tools: no model, transcript or log sees them. */
const secretPrefix = 'secret__';
/** Ours: tools may not set them. */
const ownPrefix = 'system__';

/** The dynamic variables of one conversation as they stand: tools and workflow nodes change them while it runs. */
export class LiveVariables {
  #values: DynamicVariables;

  constructor(values: DynamicVariables) {
    this.#values = { ...values };
  }

  get values(): Readonly<DynamicVariables> {
    return this.#values;
  }

  /** Sets what changed and tells what may be told of it. */
  assign(changes: DynamicVariables): VariableUpdate[] {
    const updates: VariableUpdate[] = [];
    for (const [name, newValue] of Object.entries(changes)) {
      if (name.startsWith(ownPrefix) || this.#values[name] === newValue) continue;
      if (!name.startsWith(secretPrefix)) updates.push({ name, oldValue: this.#values[name] ?? null, newValue });
      this.#values = { ...this.#values, [name]: newValue };
    }
    return updates;
  }

  /** Sets one of ours, such as `system__current_agent_id`. */
  set(name: string, value: DynamicVariables[string]): void {
    this.#values = { ...this.#values, [name]: value };
  }

  /** Fills `{{name}}` as it stands now. A name without a value stays as it is written: the host has refused those that matter. */
  fill(template: string): string {
    return template.replace(/\{\{\s*([\w.]+)\s*\}\}/gu, (written, name: string) => {
      const value = name.startsWith(secretPrefix) ? undefined : this.#values[name];
      return value === undefined ? written : String(value);
    });
  }
}
