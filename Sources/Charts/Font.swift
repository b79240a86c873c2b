import CCairo

/// A size and weight of the charts' typeface, DejaVu Sans, or of the system's sans-serif where that is missing.
struct Font: Sendable, Equatable {
    static let family = "DejaVu Sans"

    /// Height of the em square, in units of the layout.
    var size: Double
    var isBold = false

    static let title = Font(size: 14, isBold: true)
    static let heading = Font(size: 12, isBold: true)
    static let text = Font(size: 11)
    static let small = Font(size: 10)

    var weight: cairo_font_weight_t { isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL }

    /// How far `text` moves the pen.
    func width(of text: String) -> Double {
        measured { font in
            var extents = cairo_text_extents_t()
            cairo_scaled_font_text_extents(font, text, &extents)
            return extents.x_advance
        }
    }

    /// From the baseline up to the highest and down to the lowest strokes of the typeface, and up to the top of an "H".
    var heights: (ascent: Double, descent: Double, capital: Double) {
        measured { font in
            var extents = cairo_font_extents_t()
            cairo_scaled_font_extents(font, &extents)
            var capital = cairo_text_extents_t()
            cairo_scaled_font_text_extents(font, "H", &capital)
            return (extents.ascent, extents.descent, capital.height)
        }
    }

    /// The height a line of text takes up.
    var lineHeight: Double {
        let (ascent, descent, _) = heights
        return ascent + descent
    }

    /// `text` itself where it is no wider than `width`, otherwise as much of its beginning as fits before "…".
    func fitted(_ text: String, width: Double) -> String {
        let start = Array(text.prefix(300))
        if start.count == text.count && self.width(of: text) <= width { return text }
        var (fits, tooMany) = (0, start.count + 1)
        while tooMany - fits > 1 {
            let middle = (fits + tooMany) / 2
            if self.width(of: String(start[..<middle]) + "…") <= width { fits = middle } else { tooMany = middle }
        }
        return String(start[..<fits]) + "…"
    }

    /// This font, made as small as `text` needs to be no wider than `width`, but not smaller than `smallest`.
    func shrunk(for text: String, width: Double, smallest: Double) -> Font {
        let needed = self.width(of: text)
        guard needed > width else { return self }
        // A hair smaller than needed, so that rounding cannot make it too wide after all.
        return Font(size: max(min(size, smallest), 0.99 * size * width / needed), isBold: isBold)
    }

    /// Widths grow in proportion to the size, because hinting of metrics is off here and in ``Canvas``.
    private func measured<Result>(_ body: (OpaquePointer?) -> Result) -> Result {
        let face = cairo_toy_font_face_create(Font.family, CAIRO_FONT_SLANT_NORMAL, weight)
        defer { cairo_font_face_destroy(face) }
        let options = Font.unhinted()
        defer { cairo_font_options_destroy(options) }
        var (matrix, identity) = (cairo_matrix_t(), cairo_matrix_t())
        cairo_matrix_init_scale(&matrix, size, size)
        cairo_matrix_init_identity(&identity)
        let font = cairo_scaled_font_create(face, &matrix, &identity, options)
        defer { cairo_scaled_font_destroy(font) }
        return body(font)
    }

    /// Options under which text is as wide as measured, at whatever scale it is drawn. The caller destroys them.
    static func unhinted() -> OpaquePointer? {
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        return options
    }
}
