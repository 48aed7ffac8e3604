/**
 * A matcher for whole texts: `*` stands for any run of characters, `?` for one (a UTF-16 code unit), everything else for itself;
 * upper and lower case differ. Only the last `*` is ever retried, so that a text costs at most its length times the pattern's.
 */
export function globMatcher(pattern: string): (text: string) => boolean {
  return (text) => matches(pattern, text);
}

function matches(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let afterStar = -1;
  let starCovers = 0;
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      afterStar = ++inPattern;
      starCovers = inText;
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[inText])) {
      inPattern++;
      inText++;
    } else if (afterStar >= 0) {
      inPattern = afterStar;
      inText = ++starCovers;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
}
