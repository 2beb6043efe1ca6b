/** What is shown or done only when somebody uses the page. */
export { isAbout } from './about.ts';
export { attachBrush } from './behaviours/brush.ts';
export { attachZoom } from './behaviours/zoom.ts';
export { default as ActionMenu } from './panels/ActionMenu.svelte';
export { default as Bookmarks } from './panels/dock/Bookmarks.svelte';
export { default as BranchPanel } from './panels/dock/BranchPanel.svelte';
export { default as Branches } from './panels/Branches.svelte';
export { default as ExportMenu } from './panels/ExportMenu.svelte';
export { default as CopyLink } from './panels/sharing/CopyLink.svelte';
export { default as EventLog } from './panels/EventLog.svelte';
export { default as FileDrop } from './panels/sharing/FileDrop.svelte';
export { default as Inspector } from './panels/Inspector.svelte';
export { default as Ledger } from './panels/Ledger.svelte';
export { default as LayersMenu } from './panels/LayersMenu.svelte';
export { default as LessonEnd } from './panels/LessonEnd.svelte';
export { default as LessonQuestion } from './panels/LessonQuestion.svelte';
export { default as LessonTasks } from './panels/LessonTasks.svelte';
export { default as Narrator } from './panels/Narrator.svelte';
export { default as RecordWay } from './panels/RecordWay.svelte';
export { default as StageTable } from './panels/StageTable.svelte';
export { default as StorageNotice } from './panels/StorageNotice.svelte';
export { default as Toast } from './panels/Toast.svelte';
export { default as Unknown } from './panels/Unknown.svelte';
/** The places beside the lessons are fetched when one goes there. */
export const elsewhere = () => import('./panels/Elsewhere.svelte');
