/**
 * The captions of the film, in two languages.
 * @module
 */
import type { CaptionTrack } from "../samples/captions.ts";

/** From, to (s), and the words in each language. */
const LINES: readonly (readonly [number, number, string, string])[] = [
  [7.5, 11, "Every evening they come up here.", "Cada tarde suben aquí."],
  [
    11.5,
    15,
    "Whoever sees the lamp first\ngets the last biscuit.",
    "Quien ve primero el faro\nse queda la última galleta.",
  ],
  [16, 20.5, "It's a draw. It always is.", "Empate. Siempre es empate."],
  [
    24.5,
    28.5,
    "In the city it has begun to rain.",
    "En la ciudad ha empezado a llover.",
  ],
  [
    29.5,
    34,
    "Pixel counts umbrellas.\nShe is on four.",
    "Píxel cuenta paraguas.\nVa por cuatro.",
  ],
  [35, 39.5, "[a kettle sings]", "[silba una tetera]"],
  [40, 43.5, "Four again, or still?", "¿Otra vez cuatro, o todavía?"],
  [
    47,
    51,
    "The night train is late, and knows it.",
    "El tren nocturno llega tarde, y lo sabe.",
  ],
  [52, 55.5, "Make a wish. Quick.", "Pide un deseo. Rápido."],
  [
    57,
    62,
    "Everyone at a window\nwished for the same thing.",
    "Todos los de las ventanas\npidieron lo mismo.",
  ],
  [63, 66.5, "[wheels on the bridge]", "[ruedas sobre el puente]"],
  [
    70,
    74,
    "Then it is morning, for all at once.",
    "Y amanece, para todos a la vez.",
  ],
  [
    75,
    79,
    "They are still there.\nThey saw all of it.",
    "Siguen ahí.\nLo han visto todo.",
  ],
  [80.5, 85, "Same place tomorrow?", "¿Mañana, en el mismo sitio?"],
  [86, 89, "Same time.", "Y a la misma hora."],
];

/** The captions of the film. */
export const FILM_CAPTIONS: readonly CaptionTrack[] = [
  { tag: "en", name: "English", cues: cuesOf(2) },
  { tag: "es", name: "Español", cues: cuesOf(3) },
];

function cuesOf(column: 2 | 3): CaptionTrack["cues"] {
  return LINES.map((line) => ({
    from: line[0],
    to: line[1],
    text: line[column],
  }));
}
