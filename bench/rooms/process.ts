/**
 * What a process of this machine has used, by Linux's own books.
 * @module
 */

/**
 * Time on a processor so far, s: its own and the kernel's for it. The exact
 * book: the one in ticks counts who runs at each of them, and what wakes by
 * timers runs just then.
 */
export function cpuSecondsOf(pid: number): number {
  let ns = 0;
  for (const { name } of Deno.readDirSync(`/proc/${pid}/task`)) {
    const stat = Deno.readTextFileSync(`/proc/${pid}/task/${name}/schedstat`);
    ns += Number(stat.split(" ")[0]);
  }
  return ns / 1e9;
}

/** Memory in use, bytes. */
export function residentBytesOf(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
