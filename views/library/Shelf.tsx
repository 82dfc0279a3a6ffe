import { useSignalEffect } from "@preact/signals";
import type { TargetedEvent } from "preact";
import { useRef } from "preact/hooks";
import { Button } from "@/components/Button.tsx";
import { ChoiceMenu } from "@/components/ChoiceMenu.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { MAX_QUERY_LENGTH } from "@/lib/shared/limits.ts";
import { t } from "@/lib/shared/texts.ts";
import { Results } from "./Results.tsx";

interface ShelfProps {
  model: AppModel;
}

/** A search field, a menu of collections, and what was found. */
export function Shelf({ model }: ShelfProps) {
  const { catalogue, session } = model;
  const field = useRef<HTMLInputElement>(null);
  useSignalEffect(() => {
    const isReady = session.phase.value.step === "ready";
    const isAsked = catalogue.browser.peek().state !== "idle";
    if (isReady && !isAsked) catalogue.browse("");
  });
  function search(event: TargetedEvent<HTMLFormElement>): void {
    event.preventDefault();
    catalogue.search();
  }

  const collections = catalogue.collections.value;
  return (
    <>
      <form class="search" role="search" onSubmit={search}>
        <input
          ref={field}
          type="search"
          aria-label={t().library.search}
          maxLength={MAX_QUERY_LENGTH}
          placeholder={t().library.search}
          value={catalogue.query.value}
          onInput={(event) => catalogue.type(event.currentTarget.value)}
        />
        <Button type="submit" icon="search" label={t().library.searchGo} />
        {collections.length > 0 && (
          <ChoiceMenu
            label={t().library.collection}
            none={t().library.all}
            options={collections.map(({ id, title }) => ({ id, label: title }))}
            chosen={catalogue.collection.value}
            onPick={catalogue.browseIn}
          />
        )}
      </form>
      <Results
        model={model}
        onShowAll={() => catalogue.browseIn(null)}
        onSearch={() => field.current?.focus()}
      />
    </>
  );
}
