extension StyleSheet {
    static let pictures = """
        figure { margin: 0; }
        .picture svg { display: block; width: 100%; height: auto; }
        .narrow { display: none; max-width: 27rem; }
        svg text { fill: var(--ink); font: 12px system-ui, "Segoe UI", "Helvetica Neue", "DejaVu Sans", Arial, sans-serif; }
        svg .tick { fill: var(--muted); font-size: 11px; }
        svg .over { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
        .axis { stroke: var(--muted); stroke-width: 1; }
        .grid { stroke: var(--line); stroke-width: 1; }
        .plain, .knob { fill: var(--plain); }
        .hollow { fill: var(--paper); stroke: var(--plain); stroke-width: 1.5; }
        .target { stroke: var(--target); stroke-width: 2; }
        .percentile { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 4 3; }
        .blind { fill: var(--blind); }
        .dim { fill: var(--dim); }
        .partial { fill: var(--dim); stroke: var(--hatching); stroke-width: .8; }
        .hatching { fill: none; stroke: var(--hatching); stroke-width: .8; }
        .covered { fill: var(--covered); }
        .provisional { fill: var(--provisional); }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin: 0 0 .5rem; padding: 0; list-style: none; font-size: .875rem; }
        .swatch { display: inline-block; width: 1.1rem; height: .8rem; vertical-align: -.05rem; border: 1px solid var(--hatching); }
        .swatch.valid { background: var(--valid); }
        .swatch.false { background: repeating-linear-gradient(-45deg, var(--false) 0 3px, var(--paper) 3px 4px); }
        .swatch.unknown { background: repeating-linear-gradient(-45deg, var(--unknown) 0 2px, var(--paper) 2px 3px); }
        .swatch.unverified { background: var(--paper); border-color: var(--unverified); }
        .swatch.unobserved { background: repeating-linear-gradient(-45deg, var(--blind) 0 3px, var(--hatching) 3px 4px); }
        .swatch.covered { background: var(--covered); }
        .swatch.provisional { background: var(--provisional); }
        .swatch.target { background: var(--target); height: .25rem; vertical-align: .2rem; }
        .swatch.percentile { background: none; border: 0; border-top: 2px dashed var(--ink); height: 0; vertical-align: .3rem; }

        """

    static let verdicts = """
        rect.valid { fill: var(--valid); }
        rect.false { fill: var(--false); }
        rect.unknown { fill: var(--unknown); }
        rect.unverified { fill: var(--paper); stroke: var(--unverified); stroke-width: 1; }
        .weave { fill: none; stroke: var(--paper); stroke-width: 1; }

        """

    static let heat = (0...4).map { step in
        "rect.heat\(step) { fill: var(--heat\(step)); } svg .on-heat\(step) { fill: var(--on-heat\(step)); }\n"
    }.joined()

    static let narrow = """
        @media screen and (max-width: 640px) {
        html { font-size: 15px; }
        header, main, footer, nav { padding-left: .9rem; padding-right: .9rem; }
        .wide { display: none; }
        .narrow { display: block; }
        .facts { grid-template-columns: 1fr; gap: 0; }
        .facts dd { margin: 0 0 .5rem; }
        .tiles { grid-template-columns: 1fr 1fr; }
        .tiles a { font-size: 1.2rem; }
        }

        """

    static let print = """
        @media print {
        @page { margin: 14mm 12mm; }
        html { font-size: 10pt; }
        * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        .skip, .csv { display: none; }
        header, main, footer, nav { max-width: none; padding: 0; }
        details::details-content { content-visibility: visible; display: block; height: auto; }
        summary { color: var(--ink); list-style: none; font-weight: 600; }
        .scroll { max-height: none; overflow: visible; border: 0; }
        thead th { position: static; }
        tr, figure, .card, .tiles li, .glossary dd { break-inside: avoid; }
        h2, h3, figcaption, .glossary dt, summary { break-after: avoid; }
        main > section { margin-bottom: 8mm; }
        table { font-size: 7.5pt; }
        th, td { padding: .3pt 4pt; min-width: 0; }
        .facts, .tiles, .cards { gap: 1mm 4mm; }
        .cards + details { display: none; }
        a { color: var(--ink); text-decoration-color: var(--muted); }
        }

        """
}
