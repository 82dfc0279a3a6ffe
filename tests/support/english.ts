/**
 * Tests of what is on screen are in English: import this for its effect.
 * @module
 */
import { speak } from "../../lib/shared/texts.ts";
import { texts } from "../../static/texts/en.js";

speak(() => texts);
