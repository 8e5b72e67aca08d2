// The part of opencc-js 1.4.2 that is used: its table of characters, "traditional simplified" pairs joined by "|".
declare module "opencc-js/dict/TSCharacters" {
  const pairs: string;
  export default pairs;
}
