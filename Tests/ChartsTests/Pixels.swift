import Images

@testable import Charts

extension Image {
    /// The colour of the pixel that holds a place of the layout.
    func color(at place: Point, scale: Double = 2) -> Color {
        pixel(Int(place.x * scale), Int(place.y * scale))
    }

    func pixel(_ x: Int, _ y: Int) -> Color {
        let i = 3 * (y * width + x)
        return Color(UInt32(pixels[i]) << 16 | UInt32(pixels[i + 1]) << 8 | UInt32(pixels[i + 2]))
    }

    /// The smallest rectangle around every pixel that is not white, in units of the layout; nil for a white picture.
    func ink(scale: Double) -> Rectangle? {
        var box: Rectangle?
        for y in 0..<height {
            for x in 0..<width where pixel(x, y) != .white {
                let dot = Rectangle(x: Double(x) / scale, y: Double(y) / scale, width: 1 / scale, height: 1 / scale)
                box = box?.union(dot) ?? dot
            }
        }
        return box
    }

    /// An image of one colour.
    static func plain(_ color: Color, width: Int, height: Int) -> Image {
        Image(
            width: width, height: height,
            pixels: (0..<width * height).flatMap { _ in [color.red, color.green, color.blue] })
    }

    /// An image of which neighbouring pixels differ.
    static func colourful(_ width: Int, _ height: Int) -> Image {
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width { pixels += [UInt8(x * 8 % 256), UInt8(y * 8 % 256), UInt8((x + y) % 256)] }
        }
        return Image(width: width, height: height, pixels: pixels)
    }
}

/// Pairs of texts that touch, without those that are turned: their bounds are larger than what they cover.
func overlaps(_ texts: [PlacedText]) -> [String] {
    let level = texts.filter { $0.angle == 0 }
    return level.indices.flatMap { i in
        level[(i + 1)...].filter { $0.bounds.intersects(level[i].bounds) }.map { "\(level[i].text) | \($0.text)" }
    }
}

/// Names from very short to far too long, with letters beyond ASCII.
let oddNames = [
    "a", "ankle-boot", "", "Staffordshire Bull Terrier", "crème brûlée", "猫",
    "a name that nobody would give to a class, for it is far too long to be read", "l'éléphant  rose", "T-shirt/top",
    String(repeating: "W", count: 2000),
]
