import CPNG
import Files
import Foundation

extension Image {
    /// Decodes the PNG file in `data`; `file` is for messages.
    init(png data: Data, file: String) throws {
        let chunks = try PNGChunks(data, file: file)
        // Deflate packs at most 1,032 bytes into one, and a byte holds at most eight pixels.
        try Self.checkSize(
            chunks.width, chunks.height, file: file, dataCount: chunks.pixelDataCount, density: 1032 * 8)
        if chunks.depth == 16 {
            self.init(layingOverWhite: try chunks.samples(UInt16.self, file: file), chunks.width, chunks.height)
        } else {
            self.init(layingOverWhite: try chunks.samples(UInt8.self, file: file), chunks.width, chunks.height)
        }
    }

    /// Writes the picture as an 8-bit RGB PNG file, whole or not at all.
    ///
    /// - Throws: `FileError` when the file cannot be written.
    public func writePNG(to path: String) throws {
        try writeAtomically(to: path) { temporary in
            var header = png_image()
            header.version = png_uint_32(PNG_IMAGE_VERSION)
            header.width = png_uint_32(width)
            header.height = png_uint_32(height)
            header.format = PNG_FORMAT_FLAG_COLOR
            defer { png_image_free(&header) }
            guard png_image_write_to_file(&header, temporary, 0, pixels, png_int_32(width * 3), nil) != 0 else {
                throw FileError(
                    path, expected: "a place that can be written to", found: "libpng: \(message(of: header))")
            }
        }
    }

    /// The picture that red, green, blue and alpha show on white paper.
    ///
    /// `(v · α + 255 · (255 − α)) / 255`, rounded: Pillow's `alpha_composite` over opaque white.
    private init(layingOverWhite samples: [UInt8], _ width: Int, _ height: Int) {
        self.init(width: width, height: height) { pixels in
            samples.withUnsafeBufferPointer { samples in
                for i in 0..<width * height {
                    let alpha = Int(samples[4 * i + 3])
                    for channel in 0..<3 {
                        let value = Int(samples[4 * i + channel])
                        pixels[3 * i + channel] = UInt8((value * alpha + 255 * (255 - alpha) + 127) / 255)
                    }
                }
            }
        }
    }

    /// The same of 16-bit samples that are multiplied by α already, and 257 times as large as 8-bit ones.
    private init(layingOverWhite samples: [UInt16], _ width: Int, _ height: Int) {
        self.init(width: width, height: height) { pixels in
            samples.withUnsafeBufferPointer { samples in
                for i in 0..<width * height {
                    let paper = 65535 - Int(samples[4 * i + 3])
                    for channel in 0..<3 {
                        pixels[3 * i + channel] = UInt8(clamping: (Int(samples[4 * i + channel]) + paper + 128) / 257)
                    }
                }
            }
        }
    }
}

extension PNGChunks {
    /// Red, green, blue and alpha of each pixel, in 8 bits each or, multiplied by alpha, in 16.
    ///
    /// libpng's own reduction of 16 bits to 8 is avoided: for interlaced files it is wrong in some versions and
    /// writes beyond the buffer in others (CVE-2025-65018).
    fileprivate func samples<Sample: FixedWidthInteger>(_ type: Sample.Type, file: String) throws -> [Sample] {
        try bytes.withUnsafeBytes { bytes in
            var header = png_image()
            header.version = png_uint_32(PNG_IMAGE_VERSION)
            defer { png_image_free(&header) }
            var damaged: FileError {
                FileError(file, expected: "a valid PNG file", found: "a damaged one (libpng: \(message(of: header)))")
            }

            guard png_image_begin_read_from_memory(&header, bytes.baseAddress, bytes.count) != 0 else { throw damaged }
            header.format = PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA
            // Without a gamma chunk, libpng takes 16-bit numbers for proportional to light and leaves them alone.
            if Sample.bitWidth == 16 { header.format |= PNG_FORMAT_FLAG_LINEAR }
            return try [Sample](unsafeUninitializedCapacity: width * height * 4) { samples, filled in
                guard png_image_finish_read(&header, nil, samples.baseAddress, png_int_32(width * 4), nil) != 0
                else { throw damaged }
                filled = width * height * 4
            }
        }
    }
}

/// libpng's own words for what went wrong.
private func message(of header: png_image) -> String {
    withUnsafeBytes(of: header.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
