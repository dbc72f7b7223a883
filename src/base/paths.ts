/** Relative paths inside the scanned tree. */

export function dirOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** Join and normalise; what leads out of the tree gives a path nobody has. */
export function joinPath(base: string, relative: string): string {
  const parts = base === '' ? [] : base.split('/');
  for (const step of relative.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..') {
      if (parts.length === 0) return '\0outside';
      parts.pop();
    } else parts.push(step);
  }
  return parts.join('/');
}
