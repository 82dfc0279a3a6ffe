import { type ReadonlySignal, signal } from "@preact/signals";
import { asset, IS_BROWSER } from "fresh/runtime";
import { useEffect, useState } from "preact/hooks";
import Counter from "./Counter.tsx";

/** Props of {@linkcode Panel}. */
interface PanelProps {
  date: Date;
  text: string;
  map: Map<string, Set<bigint>>;
  url: URL;
  numbers: number[];
  nothing: undefined;
  computed: ReadonlySignal<number>;
}

const inside = signal(7);

/** Says what came of its props, and holds another island. */
export function Panel(props: PanelProps) {
  const [seen, setSeen] = useState("");
  const { date, text, map, url, numbers, computed } = props;
  const told = [
    date instanceof Date && date.toISOString(),
    text,
    String([...map.get("a") ?? []]),
    url instanceof URL && url.search,
    String(numbers.map((number) => Object.is(number, -0) ? "-0" : number)),
    "nothing" in props && props.nothing === undefined,
    computed.value,
  ];
  useEffect(() => setSeen(JSON.stringify(told)), []);
  return (
    <>
      {IS_BROWSER ? "browser" : "server"}
      <output id="seen">{seen}</output>
      <Counter count={inside} name="inside" />
      {seen && <img id="late" src={asset("/pixel.svg")} alt="" />}
    </>
  );
}
