import CCairo
import Checks
import Images

/// A white sheet to draw on, measured in units of `scale` pixels, drawn by Cairo.
final class Canvas {
    private let surface: OpaquePointer?
    private let context: OpaquePointer?

    /// A sheet of the given size.
    ///
    /// - Precondition: neither side is longer than Cairo's 32,767 pixels.
    init(width: Double, height: Double, scale: Double) {
        let (columns, rows) = ((width * scale).rounded(.up), (height * scale).rounded(.up))
        require(
            (1...32767).contains(columns) && (1...32767).contains(rows),
            "a chart of \(columns)×\(rows) pixels cannot be drawn: each side must have 1 to 32,767")
        surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(columns), Int32(rows))
        require(
            cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, "no memory for a chart of \(columns)×\(rows) pixels")
        context = cairo_create(surface)
        setColor(.white)
        cairo_paint(context)
        cairo_scale(context, scale, scale)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        let options = Font.unhinted()
        cairo_set_font_options(context, options)
        cairo_font_options_destroy(options)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    private func setColor(_ color: Color) {
        cairo_set_source_rgb(context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
    }

    /// How a line is drawn. Lengths of dashes and gaps take turns; none means solid.
    struct Pen {
        var color: Color
        var width: Double
        var dashes: [Double] = []
    }

    private func stroke(_ pen: Pen) {
        setColor(pen.color)
        cairo_set_line_width(context, pen.width)
        cairo_set_dash(context, pen.dashes, Int32(pen.dashes.count), 0)
        cairo_stroke(context)
    }

    private func trace(_ points: [Point]) {
        cairo_new_path(context)
        for point in points { cairo_line_to(context, point.x, point.y) }
    }

    private func trace(_ rectangle: Rectangle) {
        cairo_new_path(context)
        cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    }

    /// Lines from each point to the next.
    func stroke(_ points: [Point], _ pen: Pen) {
        trace(points)
        stroke(pen)
    }

    /// The outline of a rectangle, half of the pen's width inside and half outside.
    func stroke(_ rectangle: Rectangle, _ pen: Pen) {
        trace(rectangle)
        stroke(pen)
    }

    /// A rectangle, filled.
    func fill(_ rectangle: Rectangle, _ color: Color) {
        trace(rectangle)
        setColor(color)
        cairo_fill(context)
    }

    /// The polygon with these corners, filled.
    func fill(_ corners: [Point], _ color: Color) {
        trace(corners)
        setColor(color)
        cairo_fill(context)
    }

    /// A disc.
    func fill(circleAround center: Point, radius: Double, _ color: Color) {
        cairo_new_path(context)
        cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
        setColor(color)
        cairo_fill(context)
    }

    /// A piece of text where its layout put it.
    func write(_ text: PlacedText) {
        cairo_save(context)
        defer { cairo_restore(context) }
        cairo_translate(context, text.start.x, text.start.y)
        cairo_rotate(context, text.angle)
        cairo_move_to(context, 0, 0)
        cairo_select_font_face(context, Font.family, CAIRO_FONT_SLANT_NORMAL, text.font.weight)
        cairo_set_font_size(context, text.font.size)
        setColor(text.color)
        cairo_show_text(context, text.text)
    }

    /// An image where its thumbnail is: every pixel a sharp block, or smoothly.
    func draw(_ image: Image, as thumbnail: Thumbnail) {
        let frame = thumbnail.frame
        // Cairo takes at most 32,767 pixels a side; of more, it gets every second, third, …
        let step = (max(image.width, image.height) - 1) / 32767 + 1
        let (columns, rows) = ((image.width - 1) / step + 1, (image.height - 1) / step + 1)
        let source = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(columns), Int32(rows))
        defer { cairo_surface_destroy(source) }
        guard let data = cairo_image_surface_get_data(source) else { return }
        let stride = Int(cairo_image_surface_get_stride(source))
        data.withMemoryRebound(to: UInt32.self, capacity: rows * stride / 4) { words in
            image.pixels.withUnsafeBufferPointer { pixels in
                for row in 0..<rows {
                    for column in 0..<columns {
                        let i = 3 * (row * step * image.width + column * step)
                        words[row * stride / 4 + column] =
                            UInt32(pixels[i]) << 16 | UInt32(pixels[i + 1]) << 8 | UInt32(pixels[i + 2])
                    }
                }
            }
        }
        cairo_surface_mark_dirty(source)
        cairo_save(context)
        defer { cairo_restore(context) }
        cairo_translate(context, frame.x, frame.y)
        cairo_scale(context, frame.width / Double(columns), frame.height / Double(rows))
        cairo_set_source_surface(context, source, 0, 0)
        let pattern = cairo_get_source(context)
        cairo_pattern_set_filter(pattern, thumbnail.isSmooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST)
        cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
        trace(Rectangle(x: 0, y: 0, width: Double(columns), height: Double(rows)))
        cairo_fill(context)
    }

    /// What has been drawn so far.
    var image: Image {
        cairo_surface_flush(surface)
        let width = Int(cairo_image_surface_get_width(surface))
        let height = Int(cairo_image_surface_get_height(surface))
        let stride = Int(cairo_image_surface_get_stride(surface))
        let data = cairo_image_surface_get_data(surface)!
        let pixels = [UInt8](unsafeUninitializedCapacity: 3 * width * height) { pixels, filled in
            data.withMemoryRebound(to: UInt32.self, capacity: height * stride / 4) { words in
                for row in 0..<height {
                    for column in 0..<width {
                        let (word, i) = (words[row * stride / 4 + column], 3 * (row * width + column))
                        pixels[i] = UInt8(truncatingIfNeeded: word >> 16)
                        pixels[i + 1] = UInt8(truncatingIfNeeded: word >> 8)
                        pixels[i + 2] = UInt8(truncatingIfNeeded: word)
                    }
                }
            }
            filled = 3 * width * height
        }
        return Image(width: width, height: height, pixels: pixels)
    }
}
