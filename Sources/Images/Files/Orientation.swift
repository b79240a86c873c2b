import Foundation

/// How the stored rows and columns of a photograph relate to the scene: EXIF's tag 0x0112 (CIPA DC-008), with its numbers.
/// Cameras store what the sensor saw, and how they were held beside it.
public enum Orientation: Int, Sendable, CaseIterable {
    /// As it is stored.
    case upright = 1
    /// Left and right are exchanged.
    case mirrored
    /// Turned by half a turn.
    case upsideDown
    /// Top and bottom are exchanged.
    case flipped
    /// Rows and columns are exchanged.
    case transposed
    /// Must be turned clockwise by a quarter.
    case turnedLeft
    /// Rows and columns are exchanged, from the last to the first.
    case transverse
    /// Must be turned counter-clockwise by a quarter.
    case turnedRight

    /// What a JPEG file says; upright where it says nothing or nonsense.
    init(jpeg bytes: UnsafeRawBufferPointer) {
        let segment = Self.exif(in: bytes).map { UnsafeRawBufferPointer(rebasing: bytes[$0]) }
        self = segment.flatMap(Self.value).flatMap(Orientation.init) ?? .upright
    }

    /// Where in a JPEG file the TIFF structure lies that EXIF consists of.
    private static func exif(in bytes: UnsafeRawBufferPointer) -> Range<Int>? {
        let name = Array("Exif\0\0".utf8)
        var position = 2
        // Each segment: 0xFF, its kind, its length with these two bytes. Pixels begin at 0xDA.
        while position + 4 <= bytes.count, bytes[position] == 0xFF, bytes[position + 1] != 0xDA {
            let end = position + 2 + Int(bytes[position + 2]) << 8 + Int(bytes[position + 3])
            let start = position + 4
            guard end >= start, end <= bytes.count else { return nil }
            if bytes[position + 1] == 0xE1, end - start > name.count,
                bytes[start..<start + name.count].elementsEqual(name)
            {
                return start + name.count..<end
            }
            position = end
        }
        return nil
    }

    /// The number of the tag in the first directory of a TIFF structure.
    private static func value(inTIFF bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count >= 8 else { return nil }
        let isLittle: Bool
        switch (bytes[0], bytes[1]) {
        case (0x49, 0x49): isLittle = true
        case (0x4D, 0x4D): isLittle = false
        default: return nil
        }
        func number(at index: Int, bytes count: Int) -> Int? {
            guard index >= 0, index + count <= bytes.count else { return nil }
            let digits = bytes[index..<index + count]
            return isLittle
                ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
        }
        guard number(at: 2, bytes: 2) == 42, let directory = number(at: 4, bytes: 4),
            let count = number(at: directory, bytes: 2)
        else { return nil }
        // Each entry: tag, type, count, and the value, if it is short, at the beginning of four bytes.
        for entry in 0..<count {
            let start = directory + 2 + 12 * entry
            guard let tag = number(at: start, bytes: 2) else { return nil }
            if tag == 0x0112 { return number(at: start + 8, bytes: 2) }
        }
        return nil
    }
}

extension Image {
    /// The scene upright: this picture turned and mirrored as its file says it must be.
    public func turned(from orientation: Orientation) -> Image {
        let (right, down) = (1, width)  // from a pixel to its neighbours, in pixels
        let (topRight, bottomLeft) = (width - 1, width * (height - 1))
        // Where the upright picture begins in the stored one, and which way its rows and columns run there.
        let (start, along, across): (Int, Int, Int)
        switch orientation {
        case .upright: return self
        case .mirrored: (start, along, across) = (topRight, -right, down)
        case .upsideDown: (start, along, across) = (topRight + bottomLeft, -right, -down)
        case .flipped: (start, along, across) = (bottomLeft, right, -down)
        case .transposed: (start, along, across) = (0, down, right)
        case .turnedLeft: (start, along, across) = (bottomLeft, -down, right)
        case .transverse: (start, along, across) = (topRight + bottomLeft, -down, -right)
        case .turnedRight: (start, along, across) = (topRight, down, -right)
        }
        let (columns, rows) = orientation.rawValue < Orientation.transposed.rawValue ? (width, height) : (height, width)
        return Image(width: columns, height: rows) { target in
            pixels.withUnsafeBufferPointer { source in
                for row in 0..<rows {
                    for column in 0..<columns {
                        let from = 3 * (start + row * across + column * along), to = 3 * (row * columns + column)
                        for channel in 0..<3 { target[to + channel] = source[from + channel] }
                    }
                }
            }
        }
    }
}
