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

/** Time on a processor so far, in ticks: its own, and the kernel's for it. Good for how the two lie to each other, not for how much. */
export function ticksOf(pid: number): { own: number; kernel: number } {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  // A name in brackets may hold blanks; user and system time are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { own: Number(fields[11]), kernel: Number(fields[12]) };
}

/** Memory in use, bytes. */
export function residentBytesOf(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
