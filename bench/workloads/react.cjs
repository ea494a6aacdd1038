// Renders a page of React components to text again and again: computing only, deep stacks, many small functions.
// In development React takes a stack for every element, but only so many a second.
process.env.NODE_ENV = 'production';
const { createElement: h, memo, useMemo } = require('react');
const { renderToString } = require('react-dom/server');

const price = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });

function Price({ value, discount }) {
  const now = value * (1 - discount);
  return h(
    'span',
    { className: discount > 0 ? 'price reduced' : 'price' },
    price.format(now),
    discount > 0 && h('s', null, price.format(value)),
  );
}

const Tags = memo(function Tags({ names }) {
  const sorted = useMemo(() => [...names].sort((a, b) => a.localeCompare(b)), [names]);
  return h(
    'ul',
    null,
    sorted.map(name => h('li', { key: name }, name)),
  );
});

function Row({ item, index }) {
  return h(
    'tr',
    { className: index % 2 === 0 ? 'even' : 'odd' },
    h('td', null, item.name.toUpperCase()),
    h('td', null, h(Price, { value: item.price, discount: 0 })),
    h('td', null, h(Price, { value: item.price, discount: 0.2 })),
    h('td', null, h(Tags, { names: item.tags })),
  );
}

function Section({ title, items }) {
  return h(
    'section',
    null,
    h('h2', null, title),
    h(
      'table',
      null,
      h(
        'tbody',
        null,
        items.map((item, index) => h(Row, { key: item.name, item, index })),
      ),
    ),
  );
}

function Page({ sections }) {
  return h(
    'main',
    null,
    sections.map(({ title, items }) => h(Section, { key: title, title, items })),
  );
}

const sections = Array.from({ length: 4 }, (_, s) => ({
  title: `Section ${s}`,
  items: Array.from({ length: 25 }, (_, i) => ({
    name: `article ${s} ${i}`,
    price: (i + 1) * 3.5,
    tags: ['new', 'sale', `no. ${i}`],
  })),
}));

let length = 0;
for (let i = 0; i < Number(process.argv[2] ?? 600); i++)
  length += renderToString(h(Page, { sections })).length;
console.log(length);
