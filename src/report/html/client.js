/**
 * What the page can do with a script: filter, sort and search the findings, link to one, choose dark or light. Rows
 * that are not shown are taken out of the document, so that ten thousand of them cost nothing.
 */
(() => {
  'use strict';
  // Whatever goes wrong here, the findings are shown.
  addEventListener('error', () => document.documentElement.classList.remove('starting'));
  const PAGE = 100;
  const root = document.documentElement;
  const theme = document.getElementById('theme');
  theme.hidden = false;
  theme.addEventListener('click', () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
  });

  // A table that is scrolled sideways must be reachable by keyboard; one that fits needs no stop of its own.
  const boxes = new ResizeObserver(entries => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth;
      if (!scrolls) for (const name of ['tabindex', 'role', 'aria-label']) target.removeAttribute(name);
      else {
        target.tabIndex = 0;
        target.setAttribute('role', 'group');
        target.setAttribute('aria-label', target.querySelector('caption').textContent.trim());
      }
    }
  });
  for (const box of document.querySelectorAll('.table')) boxes.observe(box);

  const body = document.getElementById('rows');
  if (!body) {
    root.classList.remove('starting');
    return;
  }
  const form = document.getElementById('filters');
  const more = document.querySelector('.more');
  const count = form.querySelector('.count');
  const selects = [...form.querySelectorAll('select')];
  const rows = [...body.rows].map((element, order) => ({
    element,
    order,
    text: element.textContent.toLowerCase(),
    filters: selects.map(select => element.dataset[select.name]),
  }));
  const byId = new Map(rows.map(row => [row.element.id, row]));
  let matching = rows;
  let shown = 0;
  let key = null;
  let descending = false;

  const place = row => row.element.cells[2].textContent.trim();
  const ranks = {
    severity: row => Number(row.element.dataset.severity ?? 0),
    dimension: row => row.element.cells[3].textContent,
    component: row => row.element.cells[4].textContent,
    fidelity: row => Number(row.element.dataset.fidelity ?? 0),
    text: row => row.text,
    place,
  };

  function sorted(list) {
    if (key === null) return list;
    const rank = ranks[key];
    const sign = descending ? -1 : 1;
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    return list
      .map(row => [row, rank(row)])
      .sort(([a, x], [b, y]) => sign * compare(x, y) || a.order - b.order)
      .map(([row]) => row);
  }

  function fill(upTo) {
    shown = Math.min(upTo, matching.length);
    body.replaceChildren(...matching.slice(0, shown).map(row => row.element));
    more.hidden = shown >= matching.length;
    const all = matching.length === rows.length ? `${rows.length}` : `${matching.length} of ${rows.length}`;
    count.textContent = `${all} findings${shown < matching.length ? `, the first ${shown} shown` : ''}`;
  }

  function apply() {
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = selects.map(select => select.value);
    matching = sorted(
      rows.filter(
        row =>
          wanted.every((value, i) => value === '' || value === row.filters[i]) &&
          words.every(word => row.text.includes(word)),
      ),
    );
    fill(PAGE);
  }

  function clear() {
    for (const control of [form.elements.q, ...selects]) control.value = '';
    apply();
  }

  function goTo(hash) {
    if (!hash.startsWith('#finding=')) return;
    const row = byId.get(decodeURIComponent(hash.slice(1)));
    if (!row) return;
    if (!matching.includes(row)) {
      clear();
    }
    const index = matching.indexOf(row);
    if (index >= shown) fill(Math.ceil((index + 1) / PAGE) * PAGE);
    for (const old of body.querySelectorAll('.here')) old.classList.remove('here');
    row.element.classList.add('here');
    row.element.tabIndex = -1;
    row.element.focus({ preventScroll: true });
    row.element.scrollIntoView({ block: 'center' });
  }

  for (const head of document.querySelectorAll('#findings-table th[data-sort]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      descending = key === head.dataset.sort && !descending;
      key = head.dataset.sort;
      for (const other of head.parentElement.cells) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      apply();
    });
  }
  form.hidden = false;
  form.addEventListener('input', apply);
  form.addEventListener('submit', event => event.preventDefault());
  // A reset of the form itself comes into force only after its event.
  form.addEventListener('reset', event => {
    event.preventDefault();
    clear();
  });
  more.addEventListener('click', event => {
    const step = event.target.dataset?.more;
    if (step) fill(step === 'all' ? matching.length : shown + Number(step));
  });
  addEventListener('hashchange', () => goTo(location.hash));
  // Paper shows what the filters leave, as far as it can be read on paper.
  let before = 0;
  addEventListener('beforeprint', () => {
    before = shown;
    fill(Math.min(matching.length, 1000));
  });
  addEventListener('afterprint', () => fill(before));
  fill(PAGE);
  root.classList.remove('starting');
  goTo(location.hash);
})();
