import { readdir, readFile, readlink } from 'node:fs/promises';

const listening = '0A';

/** The addresses that a process of this machine listens on, as `address:port`; Linux tells them under /proc. */
export async function listeningAddresses(pid: number): Promise<readonly string[]> {
  const inodes = await socketInodes(pid);
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8')));
  return tables
    .flatMap((table) => table.trim().split('\n').slice(1))
    .map((row) => row.trim().split(/\s+/))
    .filter((columns) => columns[3] === listening && inodes.has(columns[9] ?? ''))
    .map((columns) => readAddress(columns[1] ?? ''))
    .sort();
}

async function socketInodes(pid: number): Promise<ReadonlySet<string>> {
  const folder = `/proc/${pid}/fd`;
  const targets = await Promise.all((await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => '')));
  return new Set(targets.map((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? ''));
}

// The kernel writes addresses as 32-bit words in the byte order of the machine.
function readAddress(text: string): string {
  const [address = '', port = ''] = text.split(':');
  const words = address.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse());
  const number = Number.parseInt(port, 16);
  if (bytes.length === 4) return `${bytes.map((byte) => Number.parseInt(byte, 16)).join('.')}:${number}`;
  return `[${shorten(bytes)}]:${number}`;
}

function shorten(bytes: readonly string[]): string {
  const hex = bytes.join('');
  if (hex === '0'.repeat(32)) return '::';
  return hex === `${'0'.repeat(31)}1` ? '::1' : hex;
}
