// Demonyms: the adjectives that mean a state, in English and as stems in Russian.

/** ISO 3166-1 alpha-2 in lower case, English adjectives, stems of Russian ones before their endings. */
const LINES = `
af afghan афганск
al albanian албанск
am armenian армянск
ar argentine,argentinian аргентинск
at austrian австрийск
au australian австралийск
az azerbaijani азербайджанск
be belgian бельгийск
bg bulgarian болгарск
br brazilian бразильск
by belarusian белорусск,беларуск
ca canadian канадск
ch swiss швейцарск
cl chilean чилийск
cn chinese китайск
cu cuban кубинск
cy cypriot кипрск
cz czech чешск
de german германск,немецк
dk danish датск
dz algerian алжирск
ee estonian эстонск
eg egyptian египетск
es spanish испанск
et ethiopian эфиопск
fi finnish финск,финляндск
fr french французск
gb british британск,английск
ge georgian грузинск
gr greek греческ
hr croatian хорватск
hu hungarian венгерск
id indonesian индонезийск
ie irish ирландск
il israeli израильск
in indian индийск
iq iraqi иракск
ir iranian иранск
is icelandic исландск
it italian итальянск
jo jordanian иорданск
jp japanese японск
kg kyrgyz кыргызск,киргизск,кыргызстанск
kp north-korean северокорейск
kr south-korean южнокорейск
kw kuwaiti кувейтск
kz kazakh,kazakhstani казахстанск,казахск
la lao,laotian лаосск
lb lebanese ливанск
lt lithuanian литовск
lv latvian латвийск
ly libyan ливийск
ma moroccan марокканск
md moldovan молдавск,молдовск
mn mongolian монгольск
mx mexican мексиканск
my malaysian малайзийск
ng nigerian нигерийск
nl dutch нидерландск,голландск
no norwegian норвежск
om omani оманск
pk pakistani пакистанск
pl polish польск
ps palestinian палестинск
pt portuguese португальск
qa qatari катарск
ro romanian румынск
rs serbian сербск
ru russian российск,русск
sa saudi саудовск
se swedish шведск
sk slovak словацк
si slovenian словенск
sy syrian сирийск
th thai таиландск,тайск
tj tajik,tajikistani таджикск,таджикистанск
tm turkmen,turkmenistani туркменск,туркменистанск
tn tunisian тунисск
tr turkish турецк
ua ukrainian украинск
us american,u.s американск
uz uzbek,uzbekistani узбекск,узбекистанск
va vatican ватиканск
ve venezuelan венесуэльск
vn vietnamese вьетнамск
za south-african южноафриканск
`;

const ROWS = LINES.trim()
  .split("\n")
  .map((line) => line.split(" "));
const ENGLISH = new Map(ROWS.flatMap(([id = "", words = ""]) => words.split(",").map((word) => [word, id] as const)));
const RUSSIAN = ROWS.flatMap(([id = "", , stems = ""]) => stems.split(",").map((stem) => [stem, id] as const));
/** What is written before a hyphen of «российско-китайский», without its own ending. */
const ENDING = /^(?:о|ий|ая|ое|ие|ого|ому|им|ом|ой|ую|их|ими|ей)$/u;

/** The states that an adjective means: two of «казахско-китайский» and "Russian-Turkish", none of most words. */
export function statesOf(word: string): readonly string[] {
  const lower = word.toLowerCase().replaceAll("ё", "е");
  const whole = ENGLISH.get(lower);
  if (whole !== undefined) return [whole];
  return lower.split("-").flatMap((part) => {
    const english = ENGLISH.get(part);
    if (english !== undefined) return [english];
    const found = RUSSIAN.find(([stem]) => part.startsWith(stem) && ENDING.test(part.slice(stem.length)));
    return found === undefined ? [] : [found[1]];
  });
}
