/**
 * What a process of this machine has used, by Linux's own books.
 * @module
 */

/** Ticks a second of `/proc`. Source: proc(5), `sysconf(_SC_CLK_TCK)` of all common kernels. */
const TICKS_PER_S = 100;

/** Time on a processor since its start, s: its own and the kernel's for it. */
export function cpuSecondsOf(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  // The name, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

/** Memory in use, bytes. */
export function residentBytesOf(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
