/** The page's own typefaces, loaded after the first paint: until then the system's stand in. */
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
