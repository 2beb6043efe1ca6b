// A page to look at the stage with made-up worlds: ?scene=rebalance&lang=ko&theme=light&by=topic. Not part of the app.
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '../../../src/view/theme.css';
import { mount } from 'svelte';
import { isLocale, locale } from '../../../src/view/i18n/locale.svelte.ts';
import Harness from './Harness.svelte';

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme !== null) document.documentElement.dataset['theme'] = theme;
const language = query.get('lang') ?? 'ko';
if (isLocale(language)) locale.value = language;
const target = document.getElementById('app');
if (target !== null) mount(Harness, { target, props: { query } });
