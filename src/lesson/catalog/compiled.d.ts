/** What tools/lessons-plugin.ts makes of the files of `lessons/`. */
declare module '*/lessons/chapters.yaml' {
  const chapters: unknown;
  export default chapters;
}
declare module '*/lessons/chapters.yaml?contents' {
  const contents: unknown;
  export default contents;
}
declare module '*/lessons/glossary.yaml' {
  const terms: unknown;
  export default terms;
}
