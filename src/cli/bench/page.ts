/** What is measured in a browser: JS per frame while playing, and how much is fetched until the first lesson can be used. */
export type PageFigures = Readonly<Record<string, number>>;

/** Nothing yet. */
export const benchPage = async (): Promise<PageFigures> => ({});
