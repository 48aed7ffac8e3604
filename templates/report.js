'use strict';
// Filtering and expanding only: without this script everything can still be read.
const form = document.querySelector('.filter');
if (form !== null) {
  const input = form.querySelector('input');
  const expand = form.querySelector('button');
  const output = form.querySelector('output');
  const groups = [...document.querySelectorAll('.group')].map((element) => ({
    element,
    // What is told once for the group can be searched in each of its findings.
    text: [...element.children].map((child) => (child.classList.contains('findings') ? '' : child.textContent)).join(' ').toLowerCase(),
    findings: [...element.querySelectorAll('.finding')].map((finding) => ({ element: finding, text: finding.textContent.toLowerCase() })),
  }));
  const total = groups.reduce((sum, group) => sum + group.findings.length, 0);

  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const group of groups) {
      let inGroup = 0;
      for (const finding of group.findings) {
        const fits = words.every((word) => finding.text.includes(word) || group.text.includes(word));
        finding.element.hidden = !fits;
        if (fits) inGroup++;
      }
      group.element.hidden = inGroup === 0;
      shown += inGroup;
    }
    output.textContent = words.length === 0 ? '' : `${shown} of ${total} findings`;
  };

  const setOpen = (open) => {
    for (const details of document.querySelectorAll('.finding details')) details.open = open;
    expand.setAttribute('aria-pressed', String(open));
    expand.textContent = open ? 'Collapse all' : 'Expand all';
  };

  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  input.addEventListener('input', filter);
  expand.addEventListener('click', () => setOpen(expand.getAttribute('aria-pressed') !== 'true'));
  filter();
}

// A link to one finding opens it.
const openTarget = () => {
  const target = document.getElementById(location.hash.slice(1));
  const details = target === null ? null : target.querySelector('details');
  if (details !== null) details.open = true;
};
addEventListener('hashchange', openTarget);
openTarget();

// Paper cannot be clicked.
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
