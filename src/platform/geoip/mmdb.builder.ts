import { writeFile } from 'node:fs/promises';

/** What an MMDB written here can say of a network. */
export type MmdbRecord = Readonly<Record<string, string | number>>;

/** A node of the tree: a branch for each bit, or the record that ends it. */
type Node = [Node | MmdbRecord | undefined, Node | MmdbRecord | undefined];

/**
 * Writes a small MMDB file (MaxMind DB 2.0) with records for IPv4 networks, such as those that
 * operators have of their own.
 *
 * @param records by network in CIDR notation
 */
export async function writeMmdb(
  file: string,
  type: string,
  records: Readonly<Record<string, MmdbRecord>>,
): Promise<void> {
  const root: Node = [undefined, undefined];
  for (const [network, record] of Object.entries(records)) insert(root, network, record);
  const nodes = numbered(root);
  const data: Buffer[] = [];
  const offsets = new Map<MmdbRecord, number>();
  const valueOf = (branch: Node | MmdbRecord | undefined): number => {
    if (branch === undefined) return nodes.size;
    if (isNode(branch)) return nodes.get(branch) ?? 0;
    let offset = offsets.get(branch);
    if (offset === undefined) {
      offset = data.reduce((sum, { length }) => sum + length, 0);
      offsets.set(branch, offset);
      data.push(encode(branch));
    }
    return nodes.size + 16 + offset;
  };
  const tree = Buffer.alloc(nodes.size * 6);
  for (const [node, number] of nodes)
    for (const [side, branch] of node.entries())
      tree.writeUIntBE(valueOf(branch), number * 6 + side * 3, 3);
  const metadata = encode({
    node_count: nodes.size,
    record_size: 24,
    ip_version: 4,
    database_type: type,
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 0,
  });
  const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
  await writeFile(file, Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata]));
}

function insert(root: Node, network: string, record: MmdbRecord): void {
  const [address = '', length = '32'] = network.split('/');
  const bits = address
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('')
    .slice(0, Number(length));
  let node = root;
  for (const bit of bits.slice(0, -1)) {
    const side = bit === '1' ? 1 : 0;
    const next = node[side];
    const branch: Node = next !== undefined && isNode(next) ? next : [undefined, undefined];
    node[side] = branch;
    node = branch;
  }
  node[bits.endsWith('1') ? 1 : 0] = record;
}

function numbered(root: Node): Map<Node, number> {
  const nodes = new Map<Node, number>();
  const number = (node: Node): void => {
    nodes.set(node, nodes.size);
    for (const branch of node) if (branch !== undefined && isNode(branch)) number(branch);
  };
  number(root);
  return nodes;
}

function isNode(branch: Node | MmdbRecord): branch is Node {
  return Array.isArray(branch);
}

function encode(value: MmdbRecord | string | number): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    const { length } = text;
    const head = length < 29 ? [0x40 | length] : [0x40 | 29, length - 29];
    return Buffer.concat([Buffer.from(head), text]);
  }
  if (typeof value === 'number') {
    const number = Buffer.alloc(5);
    number.writeUInt8(0xc4);
    number.writeUInt32BE(value, 1);
    return number;
  }
  const entries = Object.entries(value);
  const pairs = entries.flatMap(([name, entry]) => [encode(name), encode(entry)]);
  return Buffer.concat([Buffer.from([0xe0 | entries.length]), ...pairs]);
}
