/** Heights of what stands over the timeline's lanes, px. */

/** One branch. */
export const forkRow = 12;
/** More branches than this are drawn in their own tab only. */
export const mostForks = 8;
/** The flags of bookmarks. */
export const flagRow = 16;
