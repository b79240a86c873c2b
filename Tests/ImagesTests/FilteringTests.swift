import Testing

@testable import Images

/// Resizing computes 16 values at once and what is left over singly; here every value is computed singly.
@Suite("Weighing pixels side by side")
struct FilteringTests {
    @Test("All sizes give what weighing pixel by pixel gives", arguments: [Interpolation.bilinear, .bicubic])
    func sizes(interpolation: Interpolation) {
        let sizes = [1, 2, 3, 5, 6, 11, 16, 17, 21, 33, 50]
        for (i, width) in sizes.enumerated() {
            for (j, height) in sizes.enumerated() {
                let image = busy(width, height)
                let (newWidth, newHeight) = (sizes[(3 * i + 5 * j + 1) % 11], sizes[(7 * i + 2 * j) % 11])
                let result = image.resized(width: newWidth, height: newHeight, interpolation: interpolation)
                #expect(
                    result == singly(image, newWidth, newHeight, interpolation),
                    "\(width)×\(height) to \(newWidth)×\(newHeight)")
            }
        }
    }

    @Test("Weights of any size and either sign are multiplied without loss")
    func extremes() {
        let weights: [Int32] = [
            0, 1, -1, 2047, 2048, -2048, -2049, 4095, 1 << 21, 1 << 22, -(1 << 22), 5 << 22, 1 << 25, -(1 << 25),
        ]
        for first in weights {
            for second in weights {
                let pair = WeightPair(first, second)
                for (one, other) in [(255, 255), (255, 0), (0, 255), (1, 2), (128, 77)] as [(UInt8, UInt8)] {
                    var sums = FixedSums()
                    sums.add(SIMD16(repeating: one), SIMD16(repeating: other), times: pair)
                    let sum = fixedHalf &+ Int32(one) &* first &+ Int32(other) &* second
                    #expect(sums.pixels == SIMD16(repeating: UInt8(max(0, min(255, sum >> fixedPlaces)))))
                }
            }
        }
    }

    @Test("A part is resized as if it had been cut out", arguments: Interpolation.allCases)
    func parts(interpolation: Interpolation) {
        let image = busy(47, 38)
        for box in [
            CropBox(top: 0, left: 0, width: 47, height: 38), CropBox(top: 5, left: 9, width: 38, height: 33),
            CropBox(top: 37, left: 46, width: 1, height: 1), CropBox(top: 3, left: 0, width: 7, height: 35),
            CropBox(top: 8, left: 20, width: 21, height: 17),
        ] {
            for (width, height) in [(21, 17), (5, 40), (60, 3)] {
                #expect(
                    image.resized(box, width: width, height: height, interpolation: interpolation)
                        == image.cropped(to: box).resized(
                            width: width, height: height, interpolation: interpolation), "\(box)")
            }
        }
    }

    @Test("Rows turned into columns and back are the rows", arguments: [1, 7, 15, 16], [1, 3, 15, 16, 17, 48, 50])
    func transposition(rows: Int, count: Int) {
        let stride = count + 5
        let source = busy(stride, rows).pixels
        var columns = [UInt8](repeating: 0, count: 16 * count)
        transposeRows(source, stride: stride, rows: rows, count: count, into: &columns)
        for i in 0..<count {
            for row in 0..<16 { #expect(columns[16 * i + row] == source[min(row, rows - 1) * stride + i]) }
        }
        var back = [UInt8](repeating: 99, count: 16 * stride)
        transposeColumns(columns, into: &back, stride: stride, rows: rows, count: count)
        for row in 0..<16 {
            for i in 0..<stride {
                #expect(back[row * stride + i] == (row < rows && i < count ? source[row * stride + i] : 99))
            }
        }
    }
}

/// A picture of values without a pattern, with black and white among them.
private func busy(_ width: Int, _ height: Int) -> Image {
    let pixels = (0..<UInt32(3 * width * height)).map { i -> UInt8 in
        if i % 7 == 0 { return 255 }
        return i % 11 == 0 ? 0 : UInt8(truncatingIfNeeded: ((i &+ 1) &* 2_654_435_761) >> 19)
    }
    return Image(width: width, height: height, pixels: pixels)
}

/// What `resized` should give, a value at a time.
private func singly(_ image: Image, _ width: Int, _ height: Int, _ interpolation: Interpolation) -> Image {
    let (filter, support) = interpolation == .bilinear ? (bilinearFilter, 1.0) : (bicubicFilter, 2.0)
    let across = FilterWeights(from: image.width, to: width, filter: filter, support: support)
    let down = FilterWeights(from: image.height, to: height, filter: filter, support: support)
    let rowsFirst = height < image.height && image.height - height > 2 * (image.width - width)
    if rowsFirst { return weighed(turned(weighed(turned(image), down)), across) }
    return turned(weighed(turned(weighed(image, across)), down))
}

/// The picture with its columns weighed against each other.
private func weighed(_ image: Image, _ filter: FilterWeights) -> Image {
    var pixels: [UInt8] = []
    for row in 0..<image.height {
        for window in filter.windows {
            for channel in 0..<3 {
                let sum = (0..<window.count).reduce(1 << 21) { sum, i in
                    let value = image.pixels[3 * (row * image.width + window.start + i) + channel]
                    return sum + Int(value) * Int(filter.weights[window.firstWeight + i])
                }
                pixels.append(UInt8(max(0, min(255, sum >> 22))))
            }
        }
    }
    return Image(width: filter.windows.count, height: image.height, pixels: pixels)
}

/// The picture with rows for columns.
private func turned(_ image: Image) -> Image {
    var pixels: [UInt8] = []
    for column in 0..<image.width {
        for row in 0..<image.height {
            let start = 3 * (row * image.width + column)
            pixels += image.pixels[start..<start + 3]
        }
    }
    return Image(width: image.height, height: image.width, pixels: pixels)
}
