/** What the plugins in tools/ make of the files of `lessons/`, and of SPEC.md. */
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
declare module '*/sim/SPEC.md?rules' {
  const sections: unknown;
  export default sections;
}
