export interface VersionNode {
  readonly id: string;
  readonly number: number;
  readonly branchId: string;
  readonly createdAt: Date;
  readonly parentVersionId: string | null;
  readonly outOfBranchParentId: string | null;
  readonly mergedFromVersionId: string | null;
}

/** An agent's versions and what each came from. */
export class VersionGraph {
  readonly #nodes: ReadonlyMap<string, VersionNode>;

  constructor(versions: readonly VersionNode[]) {
    this.#nodes = new Map(versions.map((version) => [version.id, version]));
  }

  /** The version itself and all it was made from. */
  ancestors(versionId: string): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [versionId];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const node = this.#nodes.get(id);
      if (node === undefined || found.has(id)) continue;
      found.add(id);
      open.push(...parentsOf(node));
    }
    return found;
  }

  /** The newest version that both came from. */
  commonAncestor(a: string, b: string): string | undefined {
    const ofA = this.ancestors(a);
    const common = [...this.ancestors(b)].filter((id) => ofA.has(id));
    const older = new Set(common.flatMap((id) => [...this.ancestors(id)].filter((other) => other !== id)));
    const nearest = common.filter((id) => !older.has(id)).flatMap((id) => this.#nodes.get(id) ?? []);
    return nearest.sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime())[0]?.id;
  }

  /** How many commits `tip` has that `other` has not. The version a branch begins with is its parent's, so it is no commit. */
  commitsBeyond(tip: string, other: string): number {
    const known = this.ancestors(other);
    return [...this.ancestors(tip)].filter((id) => !known.has(id) && !isFirstOfFork(this.#nodes.get(id))).length;
  }
}

function parentsOf(node: VersionNode): string[] {
  return [node.parentVersionId, node.outOfBranchParentId, node.mergedFromVersionId].filter((id) => id !== null);
}

function isFirstOfFork(node: VersionNode | undefined): boolean {
  return node !== undefined && node.number === 1 && node.outOfBranchParentId !== null;
}
