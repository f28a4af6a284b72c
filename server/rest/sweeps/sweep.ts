import type { FullWorkspace } from '../../testing/two-workspaces';
import type { Services } from '../../domain/services';
import type { RouteKey } from '../route';

export interface Sample {
  readonly path: string;
  readonly body?: unknown;
}

/** What one family of routes gives the two-workspaces sweep: something to look for in each workspace, and how to ask for it. */
export interface Sweep<Made = object> {
  /** Makes one of everything these routes can name by an id. */
  readonly make?: (workspace: FullWorkspace, services: Services) => Promise<Made>;
  /** For each route that names something by an id: a request for what belongs to `owner`. */
  readonly samples: Readonly<Record<string, (owner: FullWorkspace & Made) => Sample>>;
  /** Routes that name nothing of a workspace's own, or that are open to whoever holds an id by the API's design. */
  readonly others: readonly RouteKey[];
  /** Lists to look through for the other workspace's things; `without` is what must not be in them. */
  readonly lists?: readonly { readonly path: string; readonly own: (owner: FullWorkspace & Made) => string }[];
}

/** Names what a family's routes name, in the words of that family. */
export function sweep<Made extends object>(given: Sweep<Made>): Sweep<Made> {
  return given;
}
