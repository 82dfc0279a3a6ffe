/** Whether the person asked the browser to save data; browsers that do not tell have no such wish. */
export function savesData(): boolean {
  const { connection } = navigator as Navigator & {
    connection?: { saveData?: boolean };
  };
  return connection?.saveData ?? false;
}
