import { mount } from 'svelte';
import App from './view/App.svelte';
import { openPage, page } from './view/page.svelte.ts';
import { preferences } from './view/preferences.svelte.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element with the id "app".');
/** Reading the very property throws where storage is forbidden. */
function database(): IDBFactory | undefined {
  try {
    return indexedDB;
  } catch {
    return undefined;
  }
}
await openPage(database());
preferences.load(page.keeper, navigator.languages);
mount(App, { target });
