#!/bin/sh
# Names of states and people in Chinese: the word segmentation of ICU cuts them, and into the names of others.
#
# Seen with Node 24.21.0 (ICU 78.3), new Intl.Segmenter("zh", { granularity: "word" }), the same with "und":
#   印度尼西亚 (Indonesia)      印度|尼西亚       so a search for 印度, India, by words of ICU finds Indonesia
#   习近平 (Xi Jinping)         习|近平
#   哈萨克斯坦 (Kazakhstan)     哈萨克|斯坦
#   多米尼克 (Dominica)         多米|尼克
#   土耳其 (Türkiye)            土耳其            whole, as most short names
# Exits 0 while this is so, 1 when an answer differs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"type":"module","private":true}' > package.json
npm install --silent --no-audit --no-fund node@24.21.0
cat > seen.js <<'JS'
const cut = (locale, text) =>
  [...new Intl.Segmenter(locale, { granularity: "word" }).segment(text)].map(({ segment }) => segment).join("|");
const SEEN = ["印度|尼西亚", "习|近平", "哈萨克|斯坦", "多米|尼克", "土耳其"];
let differs = false;
for (const seen of SEEN) {
  for (const locale of ["zh", "und"]) {
    const found = cut(locale, seen.replaceAll("|", ""));
    console.log(process.version, process.versions.icu, locale, found);
    differs ||= found !== seen;
  }
}
process.exitCode = differs ? 1 : 0;
JS
node_modules/.bin/node seen.js
