import { useLayoutEffect, useState } from 'preact/hooks';

/** What a canvas needs of the theme, read from the style; read anew as soon as VS Code changes the theme. */
export function useTheme<T>(read: () => T): T {
  const [theme, setTheme] = useState(read);
  useLayoutEffect(() => {
    const observer = new MutationObserver(() => setTheme(read()));
    observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
    return () => observer.disconnect();
  }, [read]);
  return theme;
}
