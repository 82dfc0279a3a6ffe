import { answerCaller } from "@/lib/server/auth/answer_caller.ts";
import { define } from "@/lib/server/define.ts";

export const handler = define.middleware(answerCaller);
