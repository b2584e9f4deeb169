// The token of a page's own URL, which everything that the page asks for needs too: images and WebSockets have no headers.

const PARAMETER = 'token';

/** What this page was opened with, or an empty text. */
export const pageToken = new URLSearchParams(location.search).get(PARAMETER) ?? '';

/** What goes behind a URL without a query, with its question mark; nothing without a token. */
export function queryOf(token) {
  return token ? `?${new URLSearchParams({ [PARAMETER]: token })}` : '';
}

/** Makes the links between pages lead on with this page's token. */
export function keepTokenIn(element) {
  if (!pageToken) return;
  for (const link of element.querySelectorAll('a[href]')) {
    const href = link.getAttribute('href');
    if (!/^[a-z]+:|[?#]/i.test(href)) link.setAttribute('href', href + queryOf(pageToken));
  }
}

/** Why the edge lets nobody like us have what is at `url`, in its words; undefined if it does, or doesn't answer. */
export async function refusalAt(url) {
  try {
    const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(5_000) });
    if (response.status !== 401 && response.status !== 403) return undefined;
    const isSentence = response.headers.get('Content-Type')?.startsWith('text/plain');
    return isSentence ? (await response.text()).trim() : `not allowed (${response.status})`;
  } catch {
    return undefined;
  }
}
