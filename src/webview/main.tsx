// Begins the page: shows the session that it carries, or those that the editor sends.

import { render } from 'preact';
import { REPORT_ELEMENTS } from '../renderers/report-data.ts';
import { App } from './app.tsx';
import { connect } from './host.ts';
import { applyShade } from './page/shade.ts';

const page = document.getElementById(REPORT_ELEMENTS.page) ?? document.body;
applyShade();
connect((report, host) => {
  if (page.querySelector('.opening') !== null) page.replaceChildren();
  render(<App report={report} host={host} />, page);
});
