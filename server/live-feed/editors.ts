import type { Namespace } from 'socket.io';
import type { LiveEvents } from '../contracts/live-feed';

/** What a member has open in the editor. */
export interface Edited {
  readonly agentId: string;
  readonly branchId: string;
}

interface Place extends Edited {
  readonly room: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly hasChanges: boolean;
}

/** Who edits which branch of which agent, as far as their pages are connected to this process. */
export class Editors {
  readonly #namespace: Namespace<object, LiveEvents>;
  readonly #places = new Map<string, Place>();

  constructor(namespace: Namespace<object, LiveEvents>) {
    this.#namespace = namespace;
  }

  /** A page says what it edits now; everyone on that branch is told who else does. */
  enter(socketId: string, workspaceId: string, { agentId, branchId }: Edited, who: Pick<Place, 'person' | 'hasChanges'>): void {
    const before = this.#places.get(socketId);
    const room = `edit ${workspaceId} ${agentId} ${branchId}`;
    this.#places.set(socketId, { room, agentId, branchId, ...who });
    this.#namespace.in(socketId).socketsJoin(room);
    if (before !== undefined && before.room !== room) this.#left(socketId, before);
    this.#tell(room);
  }

  leave(socketId: string): void {
    const place = this.#places.get(socketId);
    if (place === undefined) return;
    this.#places.delete(socketId);
    this.#left(socketId, place);
  }

  /** A page has saved what it edits: the others look again. */
  saved(socketId: string): void {
    const place = this.#places.get(socketId);
    if (place !== undefined) this.#namespace.to(place.room).except(socketId).emit('agentSaved', { agentId: place.agentId, branchId: place.branchId });
  }

  #left(socketId: string, { room }: Place): void {
    this.#namespace.in(socketId).socketsLeave(room);
    this.#tell(room);
  }

  #tell(room: string): void {
    const here = [...this.#places].filter(([, place]) => place.room === room);
    for (const [socketId, { person, agentId, branchId }] of here) {
      const others = here.map(([, place]) => place).filter((place) => place.person.id !== person.id);
      // Somebody with two pages open is one person, with changes if either has.
      const people = new Map<string, Place['person'] & { readonly hasChanges: boolean }>();
      for (const other of others)
        people.set(other.person.id, { ...other.person, hasChanges: other.hasChanges || people.get(other.person.id)?.hasChanges === true });
      this.#namespace.to(socketId).emit('editors', { agentId, branchId, people: [...people.values()] });
    }
  }
}
