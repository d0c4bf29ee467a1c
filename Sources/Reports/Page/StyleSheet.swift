/// The rules of a page. They name no file and no address: all that they need stands in the page.
struct StyleSheet: Sendable {
    let rules: String

    static let report = StyleSheet(
        rules: [surroundings, text, layout, parts, tables, pictures, verdicts, heat, narrow, print].joined())

    private static let surroundings = """
        :root { color-scheme: light dark; \(Palette.declarations(\.light)) \(heatInk(\.light)) }
        @media screen and (prefers-color-scheme: dark) {
        :root { \(Palette.declarations(\.dark)) \(heatInk(\.dark)) }
        }

        """

    private static func heatInk(_ colour: KeyPath<(light: String, dark: String), String>) -> String {
        (0...4).map { "--on-heat\($0): \(Palette.ink(onHeat: $0)[keyPath: colour]);" }.joined(separator: " ")
    }

    private static let text = """
        * { box-sizing: border-box; }
        html { font: 16px/1.5 system-ui, "Segoe UI", "Helvetica Neue", "DejaVu Sans", Arial, sans-serif; }
        body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; }
        h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .4rem; }
        h3 { font-size: 1rem; line-height: 1.3; margin: 0; }
        p { margin: 0 0 .6rem; max-width: 75ch; }
        a { color: var(--link); text-underline-offset: .15em; }
        a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        code, pre { font: .85em/1.5 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; }
        pre { margin: 0 0 .6rem; padding: .7rem; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--panel); border: 1px solid var(--line); }
        .note { color: var(--muted); font-size: .875rem; }
        .defined { color: var(--muted); font-size: .875rem; }

        """

    private static let layout = """
        .skip { position: absolute; left: -999px; }
        .skip:focus { left: .5rem; top: .5rem; padding: .5rem; background: var(--paper); z-index: 1; }
        header, main, footer, nav { max-width: 72rem; margin: 0 auto; padding: 0 1.5rem; }
        header { padding-top: 1.5rem; }
        footer { padding-bottom: 2rem; border-top: 1px solid var(--line); }
        main > section { margin: 0 0 2.2rem; padding-top: 1.2rem; border-top: 1px solid var(--line); }
        nav ol { margin: 0 0 1.2rem; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
        @media (min-width: 1400px) {
        body { display: grid; grid-template-columns: 17rem minmax(0, 72rem); justify-content: center; }
        header, main, footer { grid-column: 2; width: 100%; }
        nav { grid-column: 1; grid-row: 1 / 3; padding-top: 1.5rem; }
        nav > div { position: sticky; top: 1.5rem; max-height: calc(100vh - 3rem); overflow-y: auto; }
        nav ol { display: block; }
        nav li { padding: .15rem 0; }
        }

        """

    private static let parts = """
        .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem 1rem; margin: .6rem 0 1rem; }
        .facts dt { color: var(--muted); }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .7rem; padding: 0; margin: 0 0 1rem; list-style: none; }
        .tiles li { padding: .7rem .9rem; background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; }
        .tiles a { display: block; font-size: 1.35rem; line-height: 1.25; font-weight: 600; overflow-wrap: anywhere; }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 1rem; }
        .card { padding: .9rem 1rem; background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; }
        .card .value { font-size: 1.4rem; font-weight: 600; margin: .2rem 0; }
        .card dl { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 5fr); gap: .1rem .8rem; margin: 0; font-size: .875rem; }
        .card dt { color: var(--muted); }
        .card dd { margin: 0; overflow-wrap: anywhere; }
        .card .more { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
        .card ul { margin: .4rem 0 0; padding-left: 1.1rem; font-size: .875rem; }
        .warning, .emptiness { padding: .7rem .9rem; border-left: .3rem solid var(--false); background: var(--panel); max-width: none; }
        .emptiness { border-left-color: var(--muted); }
        .glossary dt { font-weight: 600; margin-top: .9rem; }
        .glossary dd { margin: 0 0 0 1rem; }
        .glossary dt:target, .card:target { outline: 3px solid var(--link); outline-offset: 3px; }

        """

    private static let tables = """
        details { margin: .8rem 0 0; }
        summary { cursor: pointer; color: var(--link); padding: .3rem 0; }
        .scroll { overflow: auto; max-height: 34rem; border: 1px solid var(--line); margin: .4rem 0; }
        table { border-collapse: collapse; width: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; }
        caption { text-align: left; padding: .4rem .6rem; color: var(--muted); }
        th, td { padding: .25rem .6rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); min-width: 4.5rem; }
        th[scope=row] { font-weight: 500; min-width: 9rem; }
        thead th { position: sticky; top: 0; background: var(--panel); }
        .number { text-align: right; }
        td.number { white-space: nowrap; }

        """
}
