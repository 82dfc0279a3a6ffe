import { Button } from "@/components/Button.tsx";
import { VideoCard } from "@/components/library/VideoCard.tsx";
import { withElements } from "@/components/with_elements.ts";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { tryingAgain, withoutAsking } from "@/lib/client/page/sentence.ts";
import { t } from "@/lib/shared/texts.ts";

interface ResultsProps {
  model: AppModel;
  onShowAll: () => void;
  onSearch: () => void;
}

/** What the catalogue answered: videos, nothing, or why not. */
export function Results({ model, onShowAll, onSearch }: ResultsProps) {
  const browser = model.catalogue.browser.value;
  const hasFilm = Boolean(model.room.current.value?.video);
  if (browser.state === "failed") {
    const { reason, query, isRetrying } = browser;
    return (
      <div class="note" role="alert">
        <p>{isRetrying ? tryingAgain(reason) : reason}</p>
        {hasFilm && <p>{t().library.filmGoesOn}</p>}
        <Button icon="again" onClick={() => model.catalogue.browse(query)}>
          {isRetrying ? t().library.tryNow : t().library.tryAgain}
        </Button>
        {query !== "" && (
          <Button onClick={onShowAll}>{t().library.showAll}</Button>
        )}
      </div>
    );
  }
  if (browser.state !== "ready") {
    return (
      <div class="cards" role="status">
        <span class="hidden">{t().library.loading}</span>
        {[1, 2, 3, 4, 5, 6].map((n) => (
          <span class="card card-ghost" key={n} />
        ))}
      </div>
    );
  }
  if (browser.videos.length === 0) {
    return (
      <Nothing {...{ model, onShowAll, onSearch }} query={browser.query} />
    );
  }
  const { samplesBecause, query, more } = browser;
  return (
    <>
      {samplesBecause !== null && (
        <div class="note note-samples">
          <p role="status">
            {t().library.samples({ reason: withoutAsking(samplesBecause) })}
          </p>
          <Button
            look="quiet"
            icon="again"
            onClick={() => model.catalogue.browse(query)}
          >
            {t().library.askAgain}
          </Button>
        </div>
      )}
      <Cards model={model} />
      {more !== "no" && (
        <div class="note">
          {more === "failed" && <p role="alert">{t().library.moreFailed}</p>}
          <Button
            aria-disabled={more === "loading"}
            onClick={() => model.catalogue.more()}
          >
            {more === "loading" ? t().library.loadingMore : t().library.more}
          </Button>
        </div>
      )}
    </>
  );
}

/** Why there is nothing, and a way on. */
function Nothing(
  { model, query, onShowAll, onSearch }: ResultsProps & { query: string },
) {
  if (model.catalogue.collection.value === null && query === "") {
    // Some catalogues list nothing, and answer questions all the same.
    return (
      <div class="note" role="status">
        <p>{t().library.listsNothing}</p>
        <Button icon="search" onClick={onSearch}>{t().library.search}</Button>
      </div>
    );
  }
  return (
    <div class="note" role="status">
      <p>
        {query === ""
          ? t().library.emptyList
          : withElements(t().library.noMatch, { query: <bdi>{query}</bdi> })}
      </p>
      <Button onClick={onShowAll}>{t().library.showAll}</Button>
    </div>
  );
}

function Cards({ model }: { model: AppModel }) {
  const browser = model.catalogue.browser.value;
  const room = model.room.current.value;
  if (browser.state !== "ready") return null;
  const queued = new Set(room?.queue.map(({ video }) => video.id));
  return (
    <ul class={`cards${browser.query === "" ? " cards-hero" : ""}`}>
      {browser.videos.map((video) => (
        <li key={video.id}>
          <VideoCard
            video={video}
            isCurrent={video.id === room?.video?.id}
            isQueued={queued.has(video.id)}
            mayPick={model.room.mayControl.value}
            locale={model.discord.locale.value}
            onPick={() => model.room.send({ type: "load", videoId: video.id })}
            onSuggest={() =>
              model.room.send({ type: "suggest", videoId: video.id })}
          />
        </li>
      ))}
    </ul>
  );
}
