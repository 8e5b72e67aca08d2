// Invitations: who invites whom, and whether the invitation is accepted.
import { type Near, type Part, person, placesIn } from "./parts.ts";

export function invitationParts({ reading, trigger, sentence, said }: Near): readonly Part[] {
  const { text, cast } = reading;
  const at = [{ start: trigger.start, end: trigger.end }];
  const accepted = isAccepted(text.slice(sentence.start, sentence.end));
  if (said !== null && said.quote.mode !== "indirect") {
    const [inviter, invitee] = accepted ? [said.addressee, said.speaker] : [said.speaker, said.addressee];
    const why = "The speaker and the one to whom the words are spoken.";
    return [
      inviter === null ? [] : person(inviter, "inviter", at, why),
      invitee === null ? [] : person(invitee, "invitee", at, why),
    ].flat();
  }
  const inSentence = cast.within(sentence);
  const behind = inSentence.find((one) =>
    one.places.some(({ start }) => start >= trigger.end && start - trigger.end < 40),
  );
  const before = inSentence.find(
    (one) => one.id !== behind?.id && one.places.some(({ end }) => end <= trigger.start && end >= sentence.start),
  );
  const [inviter, invitee] = /пригласил|invited/iu.test(trigger.words) ? [before, behind] : [behind, before];
  return [
    inviter === undefined ? [] : person(inviter, "inviter", placesIn(inviter, sentence)),
    invitee === undefined ? [] : person(invitee, "invitee", placesIn(invitee, sentence)),
  ].flat();
}

/** Whether a sentence says that an invitation was accepted, or thanks for one. */
export const isAccepted = (sentence: string) =>
  /приня(?:л|ть|т)|спасибо за приглашение|благодар\p{L}+ за приглашение|accept|thank(?:s| you)?[^.]{0,40} for (?:the|your)[^.]{0,20} ?invitation|at the invitation|по приглашению/iu.test(
    sentence,
  );
