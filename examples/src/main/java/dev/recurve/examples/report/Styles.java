package dev.recurve.examples.report;

import java.util.List;

/** The style rules of charts and pages. */
final class Styles {
  /** Colours for light and dark. Paper is always light. */
  static final String COLOURS =
      """

      :root {
        color-scheme: light dark;
        --page: PAGE; --panel: #f5f7f9; --line: GRID; --axis: AXIS; --text: TEXT; --muted: MUTED;
        --best: #0b6b48; --best-panel: #e6f4ee; --shade: SHADE;
        LIGHT
      }
      @media screen and (prefers-color-scheme: dark) {
        :root {
          --page: #14181d; --panel: #1d232a; --line: #303841; --axis: #77838f;
          --text: #e3e8ec; --muted: #a0abb5; --best: #6fe0ad; --best-panel: #173529; --shade: .3;
          DARK
        }
      }
      """
          .replace("PAGE", Palette.PAGE)
          .replace("GRID", Palette.GRID)
          .replace("AXIS", Palette.AXIS)
          .replace("TEXT", Palette.TEXT)
          .replace("MUTED", Palette.MUTED)
          .replace("SHADE", Double.toString(Palette.SHADE))
          .replace("LIGHT", variables(Palette.LIGHT))
          .replace("DARK", variables(Palette.DARK));

  static final String CHART =
      """
      .chart { display: block; width: 100%; height: auto; overflow: visible;
        background: var(--page);
        font: 12.5px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
      .chart text { fill: var(--text); font-variant-numeric: tabular-nums; }
      .chart .title { font-size: 15px; font-weight: 600; }
      .chart .muted { fill: var(--muted); }
      .chart .grid { stroke: var(--line); }
      .chart .axis { stroke: var(--axis); }
      .chart .mark { stroke: var(--muted); stroke-dasharray: 3 3; }
      .chart .curve { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
      .chart .thin { stroke-width: 1.2; }
      .chart .area { fill: currentColor; fill-opacity: var(--shade); }
      .chart .marker { fill: currentColor; stroke: var(--page); stroke-width: .8; }
      .chart .cell { fill: currentColor; stroke: var(--line); }
      .chart .hover { fill: currentColor; fill-opacity: 0; }
      .chart .hover:hover { fill-opacity: 1; }
      COLOURS\
      """
          .replace("COLOURS", classes());

  static final String PAGE =
      """
      * { box-sizing: border-box; }
      body { margin: 0; background: var(--page); color: var(--text); line-height: 1.55;
        font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
      main { max-width: 54rem; margin: 0 auto; padding: 3rem 1.25rem 4rem; }
      h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -.015em; margin: 0 0 .75rem; }
      h2 { font-size: 1.25rem; line-height: 1.3; margin: 3rem 0 .75rem; padding-top: 1rem;
        border-top: 1px solid var(--line); }
      p { margin: 0 0 1rem; max-width: 44rem; }
      .lead { font-size: 1.15rem; color: var(--muted); margin-bottom: 1.75rem; }
      .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr));
        gap: .75rem; margin: 0 0 2rem; }
      .figures div { background: var(--panel); border-radius: .5rem; padding: .9rem 1rem; }
      .figures dt { color: var(--muted); font-size: .85rem; }
      .figures dd { margin: 0; color: var(--muted); font-size: .85rem; }
      .figures .value { color: var(--text); font-size: 1.7rem; font-weight: 650; line-height: 1.3;
        font-variant-numeric: tabular-nums; }
      figure { margin: 1.5rem 0 2rem; overflow-x: auto; break-inside: avoid; }
      figure .chart { min-width: 34rem; }
      figcaption, .note { color: var(--muted); font-size: .85rem; margin: .5rem 0 0;
        max-width: 44rem; }
      .table { overflow-x: auto; margin: 1.5rem 0 2rem; break-inside: avoid; }
      table { border-collapse: collapse; min-width: 60%; font-variant-numeric: tabular-nums; }
      caption { text-align: left; font-weight: 600; padding-bottom: .5rem; }
      th, td { padding: .4rem .9rem; text-align: left; border-bottom: 1px solid var(--line); }
      thead th { color: var(--muted); font-size: .85rem; font-weight: 600; vertical-align: bottom;
        border-bottom: 1px solid var(--axis); }
      tbody th { font-weight: 500; }
      th:first-child { padding-left: 0; }
      .number { text-align: right; }
      .best { background: var(--best-panel); color: var(--best); }
      .facts { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.5rem;
        margin: 1rem 0; font-size: .9rem; }
      .facts dt { color: var(--muted); }
      .facts dd { margin: 0; font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace;
        overflow-wrap: anywhere; }
      @media print {
        body { font-size: 10.5pt; }
        main { max-width: none; padding: 0; }
        h2 { break-after: avoid; }
        .figures div { border: 1px solid var(--line); }
        .figures div, .best { print-color-adjust: exact; }
      }
      """;

  private Styles() {}

  private static String variables(List<String> colours) {
    var text = new StringBuilder();
    for (int i = 0; i < colours.size(); i++) {
      text.append("--c%d: %s; ".formatted(i, colours.get(i)));
    }
    return text.toString().strip();
  }

  private static String classes() {
    var text = new StringBuilder();
    for (int i = 0; i < Palette.LIGHT.size(); i++) {
      text.append(".chart .c%d { color: var(--c%d); }\n".formatted(i, i));
    }
    return text.toString();
  }
}
