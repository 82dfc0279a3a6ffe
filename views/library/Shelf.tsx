import { useSignal, useSignalEffect } from "@preact/signals";
import type { TargetedEvent } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "@/components/Button.tsx";
import { ChoiceMenu } from "@/components/ChoiceMenu.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { MAX_QUERY_LENGTH } from "@/lib/shared/limits.ts";
import { t } from "@/lib/shared/texts.ts";
import { Results } from "./Results.tsx";

/** Props of {@linkcode Shelf}. */
export interface ShelfProps {
  model: AppModel;
}

/** Wait for the next letter before the catalogue is asked, ms. Chosen: a typist's pause. */
const TYPING_MS = 350;

/** A search field, a menu of collections, and what was found. */
export function Shelf({ model }: ShelfProps) {
  const query = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  useSignalEffect(() => {
    const isReady = model.session.phase.value.step === "ready";
    const isAsked = model.catalogue.browser.peek().state !== "idle";
    if (isReady && !isAsked) model.catalogue.browse("");
  });

  function ask(): void {
    clearTimeout(timer.current);
    model.catalogue.browse(query.peek().trim());
  }
  function search(event: TargetedEvent<HTMLFormElement>): void {
    event.preventDefault();
    ask();
  }
  function type(text: string): void {
    query.value = text;
    clearTimeout(timer.current);
    const browser = model.catalogue.browser.peek();
    const isAsked = "query" in browser && browser.query === text.trim();
    // An emptied box shows everything again, in every list.
    if (text === "") show(null);
    else if (!isAsked) timer.current = setTimeout(ask, TYPING_MS);
  }
  /** `null`: everything. */
  function show(collection: string | null): void {
    clearTimeout(timer.current);
    query.value = "";
    model.catalogue.browseIn(collection);
  }

  const collections = model.catalogue.collections.value;
  return (
    <>
      <form class="search" role="search" onSubmit={search}>
        <input
          ref={field}
          type="search"
          aria-label={t().library.search}
          maxLength={MAX_QUERY_LENGTH}
          placeholder={t().library.search}
          value={query.value}
          onInput={(event) => type(event.currentTarget.value)}
        />
        <Button type="submit" icon="search" label={t().library.searchGo} />
        {collections.length > 0 && (
          <ChoiceMenu
            label={t().library.collection}
            none={t().library.all}
            options={collections.map(({ id, title }) => ({ id, label: title }))}
            chosen={model.catalogue.collection.value}
            onPick={show}
          />
        )}
      </form>
      <Results
        model={model}
        onShowAll={() => show(null)}
        onSearch={() => field.current?.focus()}
      />
    </>
  );
}
