/**
 * When what happens in the film: pictures, music, captions and chapters all
 * keep to this.
 * @module
 */

/** Length of a scene, s: six bars of the music. */
export const SCENE_S = 22.5;
/** Length of the film, s: four scenes. */
export const FILM_S = SCENE_S * 4;
