import CTurboJPEG
import Files
import Foundation

extension Image {
    /// Decodes the JPEG file in `data`; `file` is for messages.
    init(jpeg data: Data, file: String, reading: ImageReading = .asStored) throws {
        guard let decoder = tjInitDecompress() else {
            throw FileError(file, expected: "memory for a JPEG decoder", found: "none")
        }
        defer { tjDestroy(decoder) }

        /// Throws what the decoder last complained about, unless the call succeeded or nothing is lost.
        ///
        /// Superfluous bytes between two parts are common in photographs. The decoder keeps the first warning, but
        /// replaces it by the error that made it give up.
        func check(_ status: Int32) throws {
            let message = String(cString: tjGetErrorStr2(decoder))
            if status == 0 || message.contains("extraneous bytes") { return }
            throw FileError(
                file, expected: "a whole, valid JPEG file", found: "a damaged one (libjpeg: \(message))")
        }

        var (width, height, subsampling, colorSpace): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        let pixels = try data.withUnsafeBytes { source in
            let bytes = source.bindMemory(to: UInt8.self)
            guard reachesEndMarker(bytes) else {
                throw FileError(
                    file, expected: "a whole JPEG file", found: "one that is cut short after \(bytes.count) bytes")
            }
            let (start, count) = (bytes.baseAddress, UInt(bytes.count))
            try check(tjDecompressHeader3(decoder, start, count, &width, &height, &subsampling, &colorSpace))
            guard width > 0 else {
                throw FileError(file, expected: "a whole, valid JPEG file", found: "one without a picture")
            }
            guard colorSpace != TJCS_CMYK.rawValue, colorSpace != TJCS_YCCK.rawValue else {
                throw FileError(
                    file, expected: "a JPEG file in grey or RGB colour", found: "one in CMYK, the colours of printing")
            }
            // Every block of 8 by 8 pixels takes at least one bit.
            try Self.checkSize(Int(width), Int(height), file: file, dataCount: bytes.count, density: 8 * 64)

            let scale = Int32(reading.scale(width: Int(width), height: Int(height)))
            width = (width + scale - 1) / scale
            height = (height + scale - 1) / scale
            let size = Int(width) * Int(height) * 3
            return try [UInt8](unsafeUninitializedCapacity: size) { pixels, filled in
                let format = Int32(TJPF_RGB.rawValue)
                let flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
                try check(tjDecompress2(decoder, start, count, pixels.baseAddress, width, 0, height, format, flags))
                filled = size
            }
        }
        let stored = Image(width: Int(width), height: Int(height), pixels: pixels)
        self = reading.isUpright ? stored.turned(from: data.withUnsafeBytes { Orientation(jpeg: $0) }) : stored
    }
}

/// Whether the segments of a JPEG file lead to its end marker. The decoder would make up what is missing.
private func reachesEndMarker(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var position = 2
    while position + 1 < bytes.count {
        switch (bytes[position], bytes[position + 1]) {
        case (0xFF, 0xD9): return true
        case (0xFF, 0x00...0x01), (0xFF, 0xD0...0xD7): position += 2  // a byte of pixel data, a restart
        case (0xFF, 0x02...0xFE):
            guard position + 3 < bytes.count else { return false }
            position += 2 + Int(bytes[position + 2]) << 8 + Int(bytes[position + 3])
        case (0xFF, _): position += 1  // a byte to fill up
        default:  // pixel data
            guard let start = bytes.baseAddress, let next = memchr(start + position, 0xFF, bytes.count - position)
            else { return false }
            position = UnsafeRawPointer(next) - UnsafeRawPointer(start)
        }
    }
    return false
}
