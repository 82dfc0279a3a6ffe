import { ChoiceList } from "@/components/player/ChoiceList.tsx";
import type { AppModel } from "@/lib/client/model/app_model.ts";
import { RATES } from "@/lib/shared/room/rates.ts";
import { t } from "@/lib/shared/texts.ts";

/** `model`: the page's, or a fake one in tests. */
export interface GearSheetProps {
  model: AppModel;
  /** The fastest that makes sense now. @default {any} */
  maxRate?: number | undefined;
  /** Whether the room's speed is not this person's to set. */
  isRateOff: boolean;
  onKeys: () => void;
}

const NONE = "";

/** Speed for everyone; quality, captions and sound for this person. */
export function GearSheet(
  { model, maxRate, isRateOff, onKeys }: GearSheetProps,
) {
  const rate = model.room.current.value?.timeline.rate ?? 1;
  const rates = [...new Set([...RATES, rate])].sort((a, b) => a - b);
  const choices = model.choices.current.value;
  const sounds = model.later.value?.sounds;
  const { qualities, captionTracks, audioTracks } = choices;
  return (
    <div class="gear-sheet">
      <ChoiceList
        label={t().gear.rate}
        options={rates.map((one) => ({
          id: String(one),
          label: `${one}×`,
          isOff: one > (maxRate ?? Infinity) && one !== rate,
        }))}
        chosen={String(rate)}
        disabled={isRateOff}
        onPick={(id) => model.room.send({ type: "rate", rate: Number(id) })}
      />
      {qualities.length > 1 && (
        <ChoiceList
          label={t().gear.quality}
          options={[
            { id: NONE, label: t().gear.auto },
            ...qualities.map(({ id, label }) => ({ id: String(id), label })),
          ]}
          chosen={choices.quality === null ? NONE : String(choices.quality)}
          onPick={(id) =>
            model.choices.setQuality(id === NONE ? null : Number(id))}
        />
      )}
      {captionTracks.length > 0 && (
        <ChoiceList
          label={t().gear.captions}
          options={[{ id: NONE, label: t().gear.off }, ...captionTracks]}
          chosen={choices.captionTrack ?? NONE}
          onPick={(id) => model.choices.setCaptionTrack(id || null)}
        />
      )}
      {audioTracks.length > 1 && (
        <ChoiceList
          label={t().gear.sound}
          options={audioTracks}
          chosen={choices.audioTrack ?? NONE}
          onPick={(id) => model.choices.setAudioTrack(id)}
        />
      )}
      {model.volume.canDuck.value && (
        <label class="check">
          <input
            type="checkbox"
            checked={model.volume.isDucking.value}
            onChange={(event) =>
              model.volume.setDucking(event.currentTarget.checked)}
          />
          {t().gear.duck}
        </label>
      )}
      {sounds && (
        <label class="check">
          <input
            type="checkbox"
            checked={sounds.isOn.value}
            onChange={(event) => sounds.setOn(event.currentTarget.checked)}
          />
          {t().gear.sounds}
        </label>
      )}
      <button type="button" class="button button-quiet" onClick={onKeys}>
        {t().gear.keys}
      </button>
    </div>
  );
}
