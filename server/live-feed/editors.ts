import type { Namespace } from 'socket.io';
import { z } from 'zod';
import type { EditorsNow, LiveEvents } from '../contracts/live-feed';
import type { Notices } from '../lib/notices';

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

type People = EditorsNow['people'];

const peopleNotice = z.object({
  room: z.string(),
  people: z.array(z.object({ id: z.string(), name: z.string(), hasChanges: z.boolean() })),
});
const savedNotice = z.object({ room: z.string(), agentId: z.string(), branchId: z.string() });
/** A notice has to stay short. */
const longestName = 60;
const mostPeople = 25;

/** Who edits which branch of which agent: from pages that are connected to this process, and, as far as they tell, to the others. */
export class Editors {
  readonly #namespace: Namespace<object, LiveEvents>;
  readonly #notices: Notices;
  readonly #places = new Map<string, Place>();
  /** By process, then by room. */
  readonly #elsewhere = new Map<string, Map<string, People>>();

  constructor(namespace: Namespace<object, LiveEvents>, notices: Notices) {
    this.#namespace = namespace;
    this.#notices = notices;
    notices.on('editors', (body, from) => {
      if (from !== null) this.#hear(from, peopleNotice.parse(body));
    });
    notices.on('agent-saved', (body) => {
      const { room, agentId, branchId } = savedNotice.parse(body);
      namespace.to(room).emit('agentSaved', { agentId, branchId });
    });
    notices.onCame(() => this.#tellAll());
    // Every process hears of it, and each tells the others anew.
    notices.onMissed(() => {
      for (const process of [...this.#elsewhere.keys()]) this.#forget(process);
      this.#tellAll();
    });
    notices.onGone((process) => this.#forget(process));
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
    if (place === undefined) return;
    const { room, agentId, branchId } = place;
    this.#namespace.to(room).except(socketId).emit('agentSaved', { agentId, branchId });
    this.#notices.tell('agent-saved', { room, agentId, branchId });
  }

  #left(socketId: string, { room }: Place): void {
    this.#namespace.in(socketId).socketsLeave(room);
    this.#tell(room);
  }

  #tell(room: string): void {
    this.#tellHere(room);
    this.#tellOthers(room);
  }

  #tellHere(room: string): void {
    const there = [...this.#elsewhere.values()].flatMap((rooms) => rooms.get(room) ?? []);
    const everybody = together([...this.#peopleHere(room), ...there]);
    for (const [socketId, { room: its, person, agentId, branchId }] of this.#places) {
      if (its === room) this.#namespace.to(socketId).emit('editors', { agentId, branchId, people: everybody.filter(({ id }) => id !== person.id) });
    }
  }

  #tellOthers(room: string): void {
    const people = together(this.#peopleHere(room)).slice(0, mostPeople);
    this.#notices.tell('editors', { room, people: people.map((person) => ({ ...person, name: person.name.slice(0, longestName) })) });
  }

  #tellAll(): void {
    for (const room of new Set([...this.#places.values()].map((place) => place.room))) this.#tellOthers(room);
  }

  #hear(from: string, { room, people }: z.infer<typeof peopleNotice>): void {
    const rooms = this.#elsewhere.get(from) ?? new Map<string, People>();
    this.#elsewhere.set(from, rooms);
    if (people.length === 0) rooms.delete(room);
    else rooms.set(room, people);
    this.#tellHere(room);
  }

  #forget(process: string): void {
    const rooms = [...(this.#elsewhere.get(process)?.keys() ?? [])];
    this.#elsewhere.delete(process);
    for (const room of rooms) this.#tellHere(room);
  }

  #peopleHere(room: string): People {
    return [...this.#places.values()].filter((place) => place.room === room).map(({ person, hasChanges }) => ({ ...person, hasChanges }));
  }
}

/** Somebody with two pages open is one person, with changes if either has. */
function together(people: People): People {
  const each = new Map<string, People[number]>();
  for (const person of people) each.set(person.id, { ...person, hasChanges: person.hasChanges || each.get(person.id)?.hasChanges === true });
  return [...each.values()];
}
