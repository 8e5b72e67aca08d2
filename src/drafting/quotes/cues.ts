// Cues: the verbs with which a text says that somebody says something.
import type { Morphology } from "../language/morphology.ts";
import type { Token } from "../language/tokens.ts";

const RUSSIAN = new Set(
  (
    "сказать говорить заявить заявлять отметить отмечать подчеркнуть подчёркивать подчеркивать сообщить сообщать добавить добавлять " +
    "рассказать рассказывать пояснить пояснять объяснить объяснять уточнить уточнять утверждать считать полагать думать признать " +
    "признаться признавать заметить указать указывать напомнить ответить отвечать спросить спрашивать написать писать обещать " +
    "пообещать уверять заверить выразить констатировать резюмировать заключить продолжить продолжать воскликнуть предупредить " +
    "предположить предполагать согласиться возразить передать передавать процитировать цитировать приветствовать поблагодарить " +
    "пожелать призвать призывать предложить настаивать надеяться опасаться подтвердить подтверждать опровергнуть прокомментировать " +
    "акцентировать произнести попросить объявить повторить крикнуть кричать прошептать шептать узнать знать вспомнить вспоминать " +
    "решить свидетельствовать гласить докладывать доложить информировать жаловаться пожаловаться ссылаться заверять убедить " +
    "посоветовать рекомендовать требовать потребовать порекомендовать рассуждать уверить сетовать оценить оговориться пошутить " +
    "разъяснить разъяснять предупреждать подытожить подытоживать поделиться посетовать охарактеризовать изложить доложить " +
    "проинформировать поведать откликнуться обратить озвучить анонсировать прогнозировать напоминать предлагать обещать"
  ).split(" "),
);
/** Stems, since the dictionary gives a past form as the lemma of many verbs. */
const STEMS = [...RUSSIAN].map((verb) => verb.replace(/(?:ться|тись|ть|ти|чь)$/, "")).filter((stem) => stem.length > 3);
const ENDING = /^(?:л|ла|ли|ло|лся|лась|лись|ет|ют|ут|ит|ат|ят|я|в|вши|ясь|вший|вшая|ющий|ш)/;
const PRESENT =
  /^(?:говор|сообща|счита|пиш|утвержда|отмеча|рассказыва|добавля|подч[её]ркива|полага|объясня|заявля|поясня|уточня|призна|напомина|предполага|указыва|спрашива|отвеча|уверя)/;

const ENGLISH = new Set(
  (
    "say says said saying tell tells told telling add adds added note notes noted explain explains explained argue argues argued claim " +
    "claims claimed write writes wrote state states stated report reports reported announce announced announces ask asks asked reply " +
    "replied respond responded continue continued insist insists insisted acknowledge acknowledged admit admits admitted believe " +
    "believes believed think thinks thought suggest suggests suggested warn warned warns declare declared declares stress stressed " +
    "stresses emphasize emphasized emphasised underline underlined underscored underscore highlight highlighted remark remarked recall recalled " +
    "conclude concluded predict predicted confirm confirmed deny denied allege alleged allegedly promise promised vow vowed pledge " +
    "pledged urge urged call called calling tweet tweeted comment commented joke joked quip quipped mention mentioned point pointed describe " +
    "described describing complain complained agree agreed observe observed hope hoped hopes contend contends contended assert asserted asserts " +
    "reveal revealed reveals show shows found finds reiterated reaffirmed welcomed thanked expressed"
  ).split(" "),
);

/** Whether a token is a verb of speech. */
export type IsCue = (token: Token) => boolean;

export const englishCue: IsCue = (token) => token.isWord && ENGLISH.has(token.text.toLowerCase());

export const russianCue =
  (morphology: Morphology): IsCue =>
  (token) => {
    if (!token.isWord) return false;
    const parses = morphology.parses(token.text);
    if (!parses.some(({ tag }) => /^(?:VERB|GRND|PRTF)/.test(tag))) return false;
    if (parses.some(({ lemma }) => RUSSIAN.has(lemma))) return true;
    const word = token.text.toLowerCase();
    const isStem = STEMS.some((stem) => {
      const rest = word.slice(stem.length);
      return word.startsWith(stem) && rest.length <= 5 && ENDING.test(rest);
    });
    return isStem || PRESENT.test(word);
  };
