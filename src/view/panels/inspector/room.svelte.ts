/** How much room a person gave the inspector; remembered while the page is open. */
export const room = $state({
  /** px; null: the usual. */
  width: null as number | null,
  height: null as number | null,
  folded: false,
});
